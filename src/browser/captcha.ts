/**
 * Starts the proof of work as its form gets focus, and lets a button that was pressed too early wait for it.
 * The widget itself comes from `altcha.js`, loaded just before.
 */

/** The methods come with the widget's `load` event. */
type Widget = HTMLElement & { getState?(): string; verify?(): Promise<unknown>; reset?(): void }

/** What the widget's script leaves behind, if it loaded. */
declare const $altcha: { algorithms: Map<string, () => Worker> }

for (const captcha of document.querySelectorAll<HTMLElement>('[data-captcha]')) serveCaptcha(captcha)

function serveCaptcha(captcha: HTMLElement): void {
  const form = captcha.closest('form')
  const trouble = captcha.querySelector<HTMLElement>('[data-captcha-trouble]')
  const widget = captcha.querySelector<Widget>('altcha-widget')
  if (form === null || trouble === null || widget === null) return
  if (customElements.get('altcha-widget') === undefined) {
    trouble.hidden = false
    return
  }
  $altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(captcha.dataset['worker'] ?? ''))

  let waiting: { submitter: HTMLElement | null } | null = null
  const solve = () => {
    const state = widget.getState?.()
    if (state === 'verified' || state === 'verifying') return
    trouble.hidden = true
    if (widget.verify === undefined) widget.addEventListener('load', solve, { once: true })
    else void widget.verify()
  }

  form.addEventListener('focusin', () => {
    // After an error a person decides: the button that retries must not vanish under the focus.
    if (widget.getState?.() !== 'error') solve()
  })
  captcha.querySelector('[data-captcha-retry]')?.addEventListener('click', () => {
    widget.reset?.()
    solve()
  })
  form.addEventListener('submit', (event) => {
    if (widget.getState?.() === 'verified') return
    event.preventDefault()
    waiting = { submitter: event.submitter }
    form.dataset['busy'] = ''
    solve()
  })
  widget.addEventListener('statechange', (event) => {
    const state = stateIn(event)
    if (state === 'verifying' || state === 'unverified') return
    const pressed = waiting
    waiting = null
    delete form.dataset['busy']
    trouble.hidden = state !== 'error'
    // A tick later the widget has written its answer into the form.
    if (state === 'verified' && pressed !== null) setTimeout(() => form.requestSubmit(pressed.submitter), 0)
  })
  if (form.matches(':focus-within')) solve()
}

function stateIn(event: Event): unknown {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null
  return typeof detail === 'object' && detail !== null && 'state' in detail ? detail.state : null
}

export {}
