import { buttonClass, SubmitButton } from './button.tsx'

/** How the session stands with which a page was made. */
export type ChromeSession = {
  /** Until it ends by itself. */
  readonly secondsLeft: number
  /** Whether use puts the end off. */
  readonly mayStay: boolean
  /** The sign-in page, from where one comes back here. */
  readonly signIn: string
  /** Where the page asks how long is left, and where it uses the session. */
  readonly left: string
  readonly use: string
  readonly signOut: string
}

/**
 * Asks, a minute before a session ends, whether its owner is still there (PCI DSS 4.0.1 8.2.8). Hidden; the page's script
 * opens it. Without script the session ends as it would.
 */
export function IdleWarning({ session }: { session: ChromeSession }) {
  return (
    <dialog
      id="idle-warning"
      class="idle-warning"
      role="alertdialog"
      aria-labelledby="idle-heading"
      aria-describedby="idle-words"
      data-idle
      data-seconds-left={session.secondsLeft}
      data-may-stay={session.mayStay ? '' : undefined}
      data-sign-in={session.signIn}
      data-left={session.left}
      data-use={session.use}
    >
      <h2 id="idle-heading">
        <span data-where-may-stay>Are you still there?</span>
        <span data-where-over hidden>
          Your session is about to end
        </span>
      </h2>
      <p class="idle-count" role="timer" aria-live="off" data-idle-count>
        1:00
      </p>
      <div id="idle-words">
        <p data-where-may-stay>
          Nothing has happened here for a while, so you will be signed out when the time is up. Until then, what you have typed
          stays.
        </p>
        <p data-where-over hidden>
          It has lasted as long as a session may, and can’t be extended. Finish what you are doing now, or copy it; then sign in
          again.
        </p>
      </div>
      <p class="heard" aria-live="polite" data-idle-said></p>
      <div class="dialog-actions">
        <form method="post" action={session.signOut}>
          <SubmitButton tone="quiet">Sign out</SubmitButton>
        </form>
        <form method="dialog">
          <button class={buttonClass({})} autofocus data-where-may-stay>
            Stay signed in
          </button>
          <button class={buttonClass({})} autofocus data-where-over hidden>
            Go on
          </button>
        </form>
      </div>
    </dialog>
  )
}
