/**
 * Follows an act that takes long: fetches the page again every second and swaps its refreshed parts, until the server says
 * that it has ended. Where the network fails it tries on, more and more rarely.
 */
const PAUSE_MILLISECONDS = 1000
const LONGEST_PAUSE_MILLISECONDS = 15_000

let pause = PAUSE_MILLISECONDS

function isRunning(): boolean {
  return document.querySelector('[data-progress]') !== null
}

async function follow(): Promise<void> {
  while (isRunning()) {
    await wait(pause)
    // Nobody looks at a hidden tab: the next look shows how it stands then.
    if (!document.hidden) await look()
  }
}

function wait(milliseconds: number): Promise<unknown> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function look(): Promise<void> {
  try {
    const response = await fetch(location.href, { headers: { accept: 'text/html' } })
    if (response.redirected) {
      // The session has ended: let the browser follow it for real.
      location.reload()
      return
    }
    if (!response.ok) throw new Error('no page')
    refresh(new DOMParser().parseFromString(await response.text(), 'text/html'))
    pause = PAUSE_MILLISECONDS
  } catch {
    pause = Math.min(pause * 2, LONGEST_PAUSE_MILLISECONDS)
  }
}

/** What has not changed is left alone, so that nothing is read out twice and no focus is lost. */
function refresh(fresh: Document): void {
  for (const part of document.querySelectorAll('[data-refreshed]')) {
    const newer = fresh.getElementById(part.id)
    if (newer !== null && newer.innerHTML !== part.innerHTML) part.replaceChildren(...newer.childNodes)
  }
  document.dispatchEvent(new Event('gatehouse:refreshed'))
}

void follow()

export {}
