/**
 * Small comforts for every page with a form. Everything here has a plain way without script.
 * Listeners sit on the document, so that parts swapped in later have them too.
 */

/** How long a form stays locked if no new page comes: a download, a lost connection. */
const LOCKED_MILLISECONDS = 8000

guardAgainstDoubleSubmit()
servePasswordToggles()
serveDialogs()
refreshContent()
document.addEventListener('gatehouse:refreshed', refreshContent)

/** What has to be done to fresh markup. */
function refreshContent(): void {
  localizeTimes()
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-show-password]')) button.hidden = false
  // `autofocus` does this too, but not where the browser restored another focus.
  document.querySelector<HTMLElement>('[data-error-summary]')?.focus()
}

/** A second press while the first is on its way does nothing. */
function guardAgainstDoubleSubmit(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (!(form instanceof HTMLFormElement) || form.method !== 'post' || event.defaultPrevented) return
    if ('busy' in form.dataset) {
      event.preventDefault()
      return
    }
    form.dataset['busy'] = ''
    setTimeout(() => delete form.dataset['busy'], LOCKED_MILLISECONDS)
  })
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset['busy']
  })
}

function servePasswordToggles(): void {
  document.addEventListener('click', (event) => {
    const toggle = pressedButton(event, '[data-show-password]')
    const field = document.getElementById(toggle?.dataset['showPassword'] ?? '')
    if (toggle === null || !(field instanceof HTMLInputElement)) return
    const shown = field.type === 'password'
    field.type = shown ? 'text' : 'password'
    toggle.ariaPressed = String(shown)
  })
  // A field of text would be remembered by the browser among other texts.
  document.addEventListener('submit', () => {
    for (const toggle of document.querySelectorAll<HTMLButtonElement>('[data-show-password][aria-pressed=true]')) toggle.click()
  })
}

/** For browsers without invoker commands. */
function serveDialogs(): void {
  if ('commandForElement' in HTMLButtonElement.prototype) return
  document.addEventListener('click', (event) => {
    const opener = pressedButton(event, '[command=show-modal]')
    const dialog = document.getElementById(opener?.getAttribute('commandfor') ?? '')
    if (dialog instanceof HTMLDialogElement) dialog.showModal()
  })
}

/** The absolute line of each time in the reader's own zone; the title keeps UTC. */
function localizeTimes(): void {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })
  for (const line of document.querySelectorAll('time [data-local-time]')) {
    const moment = line.closest('time')?.dateTime
    if (moment) line.textContent = format.format(new Date(moment))
  }
}

function pressedButton(event: Event, selector: string): HTMLButtonElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLButtonElement>(`button${selector}`) : null
}

export {}
