import type { PropsWithChildren } from 'hono/jsx'
import { buttonClass, type ButtonLook, SubmitButton } from './button.tsx'
import { HiddenField } from './form.tsx'

export type ConfirmDialogProps = ButtonLook & {
  /** Unique on the page: `deactivate-42`. */
  id: string
  /** The same on the button that opens and on the one that does it: "Deactivate". */
  label: string
  /** "Deactivate Tom Okafor?" */
  heading: string
  /** Where the confirmed form posts to. */
  action: string
  fields?: Readonly<Record<string, string>>
  /** "Keep" reads better than "Cancel" where the act itself is called Cancel. */
  cancelLabel?: string | undefined
}

/**
 * A button, and the question it opens: what will happen, to whom, and whether it can be undone (the children).
 * Opens without script by invoker commands; the page script serves browsers that lack them.
 */
export function ConfirmDialog({
  id,
  label,
  heading,
  action,
  fields = {},
  cancelLabel = 'Cancel',
  children,
  ...look
}: PropsWithChildren<ConfirmDialogProps>) {
  return (
    <>
      <button
        type="button"
        class={buttonClass({ ...look, tone: look.tone === 'primary' ? 'primary' : 'quiet' })}
        commandfor={id}
        command="show-modal"
      >
        {label}
      </button>
      <dialog id={id} aria-labelledby={`${id}-heading`}>
        <h2 id={`${id}-heading`}>{heading}</h2>
        {children}
        <div class="dialog-actions">
          <form method="dialog">
            <button class={buttonClass({ tone: 'quiet' })} autofocus>
              {cancelLabel}
            </button>
          </form>
          <form method="post" action={action}>
            {Object.entries(fields).map(([name, value]) => (
              <HiddenField name={name} value={value} />
            ))}
            <SubmitButton tone={look.tone === 'danger' ? 'danger' : 'primary'}>{label}</SubmitButton>
          </form>
        </div>
      </dialog>
    </>
  )
}
