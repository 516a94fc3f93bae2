/**
 * Searches while one types: fetches the page that the form would lead to and swaps its refreshed parts. The address
 * follows, so that the list can be bookmarked. If anything fails, the form is simply submitted; a `quiet` one waits for
 * its button instead, so that nothing moves under somebody's hands.
 */
const PAUSE_MILLISECONDS = 250

const form = document.querySelector<HTMLFormElement>('form[data-search]')
let timer: ReturnType<typeof setTimeout> | undefined
let running: AbortController | undefined

form?.addEventListener('input', () => {
  clearTimeout(timer)
  timer = setTimeout(() => void search(form), PAUSE_MILLISECONDS)
})

async function search(source: HTMLFormElement): Promise<void> {
  running?.abort()
  const current = new AbortController()
  running = current
  const address = addressOf(source)
  try {
    const response = await fetch(address, { signal: current.signal, headers: { accept: 'text/html', 'x-typing': '1' } })
    // A redirect means that the session has ended: let the browser follow it for real.
    if (!response.ok || response.redirected) throw new Error('not a list')
    refresh(new DOMParser().parseFromString(await response.text(), 'text/html'))
    history.replaceState(null, '', address)
  } catch {
    if (!current.signal.aborted && source.dataset['search'] !== 'quiet') source.submit()
  }
}

function addressOf(source: HTMLFormElement): URL {
  const address = new URL(source.action)
  for (const [name, value] of new FormData(source)) {
    if (typeof value === 'string' && value !== '') address.searchParams.set(name, value)
  }
  return address
}

function refresh(fresh: Document): void {
  for (const part of document.querySelectorAll('[data-refreshed]')) {
    part.replaceChildren(...(fresh.getElementById(part.id)?.childNodes ?? []))
  }
  document.title = fresh.title
  document.dispatchEvent(new Event('gatehouse:refreshed'))
}

export {}
