/** Comforts of the security settings: a countdown that runs, and a button that adds a line to a list. */
const SECOND = 1000

for (const place of document.querySelectorAll<HTMLElement>('[data-countdown]')) countDown(place)
for (const button of document.querySelectorAll<HTMLButtonElement>('[data-adds-line]')) serveAdding(button)

/** From the server's count of seconds, by a clock that nobody sets; at the end on to the page that shows what counts now. */
function countDown(place: HTMLElement): void {
  const endsAt = performance.now() + Number(place.dataset['seconds']) * SECOND
  const show = () => {
    const left = Math.ceil((endsAt - performance.now()) / SECOND)
    if (left > 0) {
      place.textContent = `in ${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`
      return
    }
    clearInterval(timer)
    place.textContent = 'now'
    // A moment more, so that the server's clock is sure to be past it, too.
    setTimeout(() => location.replace(place.dataset['next'] ?? location.href), SECOND)
  }
  const timer = setInterval(show, SECOND)
  show()
}

function serveAdding(button: HTMLButtonElement): void {
  const field = document.getElementById(button.dataset['addsTo'] ?? '')
  const line = button.dataset['addsLine'] ?? ''
  if (!(field instanceof HTMLTextAreaElement)) return
  button.hidden = false
  button.addEventListener('click', () => {
    const lines = field.value.split('\n').filter((other) => other.trim() !== '' && other.trim() !== line)
    field.value = [...lines, line].join('\n')
    field.focus()
  })
}

export {}
