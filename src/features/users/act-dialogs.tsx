import type { Child } from 'hono/jsx'
import type { MemberVerb } from '../../domain/permissions.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Verbatim } from '../../ui/page-parts.tsx'
import type { ProductPaths, UserAct } from '../../ui/paths.ts'

/** On whom, as a dialog has to know them. */
export type DialogUser = {
  readonly id: string
  readonly username: string
  readonly firstName: string
  readonly lastName: string
  readonly hasPassword: boolean
}

type Dialog = {
  readonly act: UserAct
  readonly label: string
  readonly heading: (name: string) => string
  /** What will happen, and whether it can be undone. */
  readonly text: (user: DialogUser, words: ProductWords) => Child
  readonly isDangerous?: true
}

/** Each act says what will happen, to whom, and whether it can be undone, before it happens. */
const DIALOGS: Readonly<Record<MemberVerb, Dialog>> = {
  activate: {
    act: 'activate',
    label: 'Activate',
    heading: (name) => `Activate ${name}?`,
    text: ({ firstName, username, hasPassword }) => (
      <>
        <p>
          <Verbatim>{username}</Verbatim>{' '}
          {hasPassword
            ? 'is Active again, with the same password as before.'
            : 'goes back to Pending Activation: it never had a password.'}{' '}
          Failed sign-ins are forgotten. {firstName} gets a mail that says so.
        </p>
        <p>You can deactivate the user again at any time.</p>
      </>
    ),
  },
  deactivate: {
    act: 'deactivate',
    label: 'Deactivate',
    heading: (name) => `Deactivate ${name}?`,
    text: ({ username }, { managers }) => (
      <>
        <p>
          <Verbatim>{username}</Verbatim> can’t sign in any more. Every session ends at once, and links in earlier mails stop
          working.
        </p>
        <p>Nothing is deleted: {managers.some} can activate the user again.</p>
      </>
    ),
    isDangerous: true,
  },
  send_reset: {
    act: 'send-reset',
    label: 'Send reset',
    heading: (name) => `Send ${name} a reset?`,
    text: ({ firstName, username }) => (
      <>
        <p>
          {firstName} gets a mail with a link to choose a new password for <Verbatim>{username}</Verbatim>. It works once, for an
          hour. Nobody but {firstName} sees the password.
        </p>
        <p>A mail can’t be called back, but until the link is used the present password stays.</p>
      </>
    ),
  },
  resend_welcome: {
    act: 'resend-welcome',
    label: 'Resend welcome',
    heading: (name) => `Send ${name} a new welcome mail?`,
    text: ({ firstName, username }) => (
      <>
        <p>
          {firstName} gets a new link to activate <Verbatim>{username}</Verbatim>, good for three days.
        </p>
        <p>The link in the earlier mail stops working; that can’t be undone.</p>
      </>
    ),
  },
  cancel: {
    act: 'cancel',
    label: 'Cancel',
    heading: (name) => `Cancel the account of ${name}?`,
    text: ({ firstName, username }) => (
      <>
        <p>
          <Verbatim>{username}</Verbatim> was never activated. It is deleted, and the link in its welcome mail stops working.
        </p>
        <p>This can’t be undone. You can add {firstName} anew.</p>
      </>
    ),
    isDangerous: true,
  },
  end_sessions: {
    act: 'end-sessions',
    label: 'End sessions',
    heading: (name) => `End all sessions of ${name}?`,
    text: ({ firstName, username }) => (
      <>
        <p>
          <Verbatim>{username}</Verbatim> is signed out everywhere, at once. What was not saved there is lost; that can’t be
          undone.
        </p>
        <p>The password stays, so {firstName} can sign in again.</p>
      </>
    ),
    isDangerous: true,
  },
}

/** Where Cancel is itself an act, the way out of a dialog has another name. */
const DISMISSALS: Partial<Record<MemberVerb, string>> = { cancel: 'Keep', resend_welcome: 'Not now' }

/** The button of one act and its dialog. `list`: the query of the list to go back to; without it, the user's page. */
export function ActButton({
  verb,
  user,
  paths,
  words = PRODUCTS.platform.words,
  list,
  small = false,
}: {
  verb: MemberVerb
  user: DialogUser
  paths: ProductPaths
  words?: ProductWords
  list?: string | undefined
  small?: boolean
}) {
  const { act, label, heading, text, isDangerous } = DIALOGS[verb]
  return (
    <ConfirmDialog
      id={`${act}-${user.id}`}
      label={label}
      heading={heading(`${user.firstName} ${user.lastName}`)}
      action={paths.userAct(user.id, act)}
      fields={list === undefined ? {} : { list }}
      tone={isDangerous ? 'danger' : 'quiet'}
      small={small}
      plain={small && isDangerous}
      cancelLabel={DISMISSALS[verb]}
    >
      {text(user, words)}
    </ConfirmDialog>
  )
}
