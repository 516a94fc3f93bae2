import type { PropsWithChildren } from 'hono/jsx'
import { HiddenField } from './form.tsx'

export type ButtonTone = 'primary' | 'quiet' | 'danger'
/** `plain`: in a row of a table, where the same button stands in most rows. */
export type ButtonLook = {
  tone?: ButtonTone | undefined
  small?: boolean | undefined
  wide?: boolean | undefined
  plain?: boolean | undefined
}

export function buttonClass({ tone = 'primary', small = false, wide = false, plain = false }: ButtonLook): string {
  return ['button', tone, small ? 'small' : '', wide ? 'wide' : '', plain ? 'plain' : ''].filter((part) => part !== '').join(' ')
}

export function SubmitButton({
  name,
  value,
  action,
  children,
  ...look
}: PropsWithChildren<
  ButtonLook & {
    name?: string | undefined
    value?: string | undefined
    /** Where this button posts to, if not where its form does. */
    action?: string | undefined
  }
>) {
  return (
    <button type="submit" class={buttonClass(look)} name={name} value={value} formaction={action}>
      {children}
    </button>
  )
}

/** A link that looks like a button: it leads somewhere, it changes nothing. */
export function ButtonLink({ href, children, ...look }: PropsWithChildren<ButtonLook & { href: string }>) {
  return (
    <a class={buttonClass(look)} href={href}>
      {children}
    </a>
  )
}

/** A form that posts. The server checks every field; the browser's own bubbles stay away, so that all errors look alike. */
export function Form({ action, children, label }: PropsWithChildren<{ action: string; label?: string | undefined }>) {
  return (
    <form method="post" action={action} aria-label={label} novalidate>
      {children}
    </form>
  )
}

/** A form of one button: `<PostButton action={PLATFORM.signOut}>Sign out</PostButton>`. */
export function PostButton({
  action,
  fields = {},
  children,
  ...look
}: PropsWithChildren<ButtonLook & { action: string; fields?: Readonly<Record<string, string>> }>) {
  return (
    <form method="post" action={action} class="inline">
      {Object.entries(fields).map(([name, value]) => (
        <HiddenField name={name} value={value} />
      ))}
      <SubmitButton {...look}>{children}</SubmitButton>
    </form>
  )
}
