/**
 * Starts the proof of work as its form gets focus, and lets a button that was pressed too early wait for it. The widget
 * itself comes from `altcha.js`, which is larger and comes after this: a button pressed meanwhile waits for that, too.
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
  // By then every script of the page has come, or has failed to.
  afterLoad(() => {
    trouble.hidden = isWidgetThere()
    if (!isWidgetThere()) delete form.dataset['busy']
  })

  let waiting: { submitter: HTMLElement | null } | null = null
  const solve = solver({ widget, trouble, worker: captcha.dataset['worker'] ?? '' })
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

function isWidgetThere(): boolean {
  return customElements.get('altcha-widget') !== undefined
}

/** Several wishes before the widget is ready are one: it would solve as many puzzles at once, and fail. */
function solver({ widget, trouble, worker }: { widget: Widget; trouble: HTMLElement; worker: string }): () => void {
  const arrival = customElements
    .whenDefined('altcha-widget')
    .then(() => $altcha.algorithms.set('PBKDF2/SHA-256', () => new Worker(worker)))
  let isAwaited = false
  const solveOnce = () => {
    isAwaited = false
    solve()
  }
  const solve = () => {
    if (isAwaited) return
    const state = widget.getState?.()
    if (state === 'verified' || state === 'verifying') return
    isAwaited = widget.verify === undefined
    if (!isWidgetThere()) void arrival.then(solveOnce)
    else if (widget.verify === undefined) widget.addEventListener('load', solveOnce, { once: true })
    else {
      trouble.hidden = true
      void widget.verify()
    }
  }
  return solve
}

function afterLoad(deed: () => void): void {
  if (document.readyState === 'complete') deed()
  else addEventListener('load', deed, { once: true })
}

function stateIn(event: Event): unknown {
  const detail: unknown = event instanceof CustomEvent ? event.detail : null
  return typeof detail === 'object' && detail !== null && 'state' in detail ? detail.state : null
}

export {}
