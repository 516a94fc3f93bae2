/**
 * Warns a minute before the session ends, and lets one stay. The server says how long there is left, by its own clock: here
 * it is reckoned on from there, and asked again before anything is said or done, since the session may have been used
 * elsewhere. To ask is no use of it. Tabs tell one another when it was used.
 */
const SECOND = 1000
const WARNING_SECONDS = 60
/** How long after a question that got no answer the next one waits. */
const PAUSE_SECONDS = 5
/** When the time is said aloud, besides at the beginning. */
const SAID_AT: ReadonlySet<number> = new Set([30, 10])

type SessionEnd = { readonly secondsLeft: number; readonly mayStay: boolean }

/** What one page knows of its session; times are those of its clock. */
type Watch = {
  readonly warning: HTMLDialogElement
  readonly clock: () => number
  readonly channel: BroadcastChannel
  /** The page's own. */
  readonly title: string
  endsAt: number
  mayStay: boolean
  isAsking: boolean
  asksAgainAt: number
  /** Where nothing can be done, its reader need not look at the warning all the while. */
  isDismissed: boolean
}

const dialog = document.querySelector<HTMLDialogElement>('dialog[data-idle]')
if (dialog !== null) begin(dialog)

function begin(warning: HTMLDialogElement): void {
  const watch: Watch = {
    warning,
    clock: startClock(),
    channel: new BroadcastChannel('gatehouse-session'),
    title: document.title,
    endsAt: Number(warning.dataset['secondsLeft']) * SECOND,
    mayStay: 'mayStay' in warning.dataset,
    isAsking: false,
    asksAgainAt: 0,
    isDismissed: false,
  }
  warning.addEventListener('close', () => void answer(watch))
  watch.channel.addEventListener('message', ({ data: told }: MessageEvent<unknown>) => hear(watch, told))
  document.addEventListener('visibilitychange', () => void look(watch))
  setInterval(() => void look(watch), SECOND)
  tellTabs(watch)
  void look(watch)
}

/** Every second, and when the page is looked at again. */
async function look(watch: Watch): Promise<void> {
  if (watch.isAsking) return
  const left = secondsLeft(watch)
  const mustAsk = left <= 0 || (left <= WARNING_SECONDS && !watch.warning.open && !watch.isDismissed)
  if (mustAsk && watch.clock() >= watch.asksAgainAt) {
    watch.isAsking = true
    if (!(await ask(watch))) watch.asksAgainAt = watch.clock() + PAUSE_SECONDS * SECOND
    watch.isAsking = false
  }
  show(watch)
}

/** Asks the server; where it is over, the page goes. False where there was no answer. */
async function ask(watch: Watch): Promise<boolean> {
  const { left = '', signIn = '/' } = watch.warning.dataset
  const asOf = watch.clock()
  const response = await fetched(left)
  if (response?.status === 401) {
    location.assign(signIn)
    return true
  }
  const end: unknown = response?.ok ? await response.json().catch(() => null) : null
  if (!isSessionEnd(end)) return false
  adopt(watch, end, asOf)
  return true
}

/** `asOf`: when there was so much left; the time that the answer was under way has passed. */
function adopt(watch: Watch, { secondsLeft: seconds, mayStay }: SessionEnd, asOf: number): void {
  watch.endsAt = asOf + seconds * SECOND
  watch.mayStay = mayStay
}

function show(watch: Watch): void {
  const { warning, mayStay } = watch
  const left = secondsLeft(watch)
  if (left > WARNING_SECONDS) {
    watch.isDismissed = false
    if (warning.open) warning.close()
    return
  }
  for (const part of warning.querySelectorAll<HTMLElement>('[data-where-may-stay]')) part.hidden = !mayStay
  for (const part of warning.querySelectorAll<HTMLElement>('[data-where-over]')) part.hidden = mayStay
  setText(warning, '[data-idle-count]', countText(Math.max(0, left)))
  if (SAID_AT.has(left)) setText(warning, '[data-idle-said]', `${left} seconds left`)
  if (warning.open || watch.isDismissed) return
  document.title = `Signing out soon · ${watch.title}`
  warning.showModal()
}

/** Whoever closes the warning, by its button or by Escape, is there. */
async function answer(watch: Watch): Promise<void> {
  document.title = watch.title
  setText(watch.warning, '[data-idle-said]', '')
  if (secondsLeft(watch) > WARNING_SECONDS) return
  if (!watch.mayStay) {
    watch.isDismissed = true
    return
  }
  watch.isAsking = true
  await fetched(watch.warning.dataset['use'] ?? '')
  if (await ask(watch)) tellTabs(watch)
  watch.isAsking = false
  show(watch)
}

function tellTabs({ channel, endsAt, clock, mayStay }: Watch): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target but its own origin
  channel.postMessage({ secondsLeft: (endsAt - clock()) / SECOND, mayStay, at: Date.now() })
}

/** Another tab knows of later use; less the time that its message was under way. */
function hear(watch: Watch, told: unknown): void {
  if (!isSessionEnd(told) || !('at' in told) || typeof told.at !== 'number') return
  const asOf = watch.clock() - (Date.now() - told.at)
  if (asOf + told.secondsLeft * SECOND <= watch.endsAt) return
  adopt(watch, told, asOf)
  show(watch)
}

function secondsLeft({ endsAt, clock }: Watch): number {
  return Math.ceil((endsAt - clock()) / SECOND)
}

/** Milliseconds since now, by whichever of two clocks is ahead: one may stand still while the machine sleeps, the other may be set back. */
function startClock(): () => number {
  const [steady, wall] = [performance.now(), Date.now()]
  return () => Math.max(performance.now() - steady, Date.now() - wall)
}

async function fetched(url: string): Promise<Response | null> {
  try {
    return await fetch(url, { headers: { accept: 'application/json' } })
  } catch {
    return null
  }
}

function isSessionEnd(value: unknown): value is SessionEnd {
  if (typeof value !== 'object' || value === null) return false
  return 'secondsLeft' in value && Number.isFinite(value.secondsLeft) && 'mayStay' in value && typeof value.mayStay === 'boolean'
}

function setText(within: HTMLElement, selector: string, text: string): void {
  const place = within.querySelector(selector)
  if (place !== null) place.textContent = text
}

function countText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

export {}
