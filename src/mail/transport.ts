import type { ComposedMail, MailMessage } from './compose.ts'

/** A way out for mail. `deliver` resolves once the mail is taken for good, or throws `MailFailure`. */
export type Transport = {
  /** May a mail have bytes over 127? Not every server takes them (RFC 6152). */
  readonly eightBit: boolean
  readonly deliver: (mail: ComposedMail, message: MailMessage) => Promise<void>
  readonly close: () => Promise<void>
}
