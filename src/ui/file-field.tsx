import type { Child } from 'hono/jsx'
import { FieldHint } from './form.tsx'

/** Chooses one file. `largest` in bytes: with script a larger one is refused before it is sent. */
export function FileField({
  name,
  label,
  accept,
  largest,
  hint,
}: {
  name: string
  label: string
  accept: string
  largest: number
  hint?: Child
}) {
  const id = `field-${name}`
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <p class="problem" id={`${id}-problem`} role="alert" data-file-problem hidden />
      <input
        type="file"
        id={id}
        name={name}
        accept={accept}
        required
        data-largest={String(largest)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
      />
      {hint === undefined ? null : <FieldHint id={`${id}-hint`}>{hint}</FieldHint>}
    </div>
  )
}

/** A form that posts a file; its other fields stand before it. */
export function UploadForm({ action, children }: { action: string; children: Child }) {
  return (
    <form method="post" action={action} enctype="multipart/form-data" novalidate data-upload>
      {children}
    </form>
  )
}
