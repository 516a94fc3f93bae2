/**
 * A mail that did not leave. Permanent: this recipient or letter will never be taken, retrying is pointless; otherwise try again
 * later. The message carries codes and never what a server said about the letter, which may quote its key (I-08).
 */
export class MailFailure extends Error {
  readonly permanent: boolean

  constructor(message: string, options: { readonly permanent: boolean }) {
    super(message)
    this.name = 'MailFailure'
    this.permanent = options.permanent
  }
}
