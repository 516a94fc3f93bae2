/** Says at once that a file is too large, instead of sending all of it to hear the same. */
const MEGABYTE = 1_000_000

document.addEventListener('change', (event) => {
  if (event.target instanceof HTMLInputElement && event.target.type === 'file') judge(event.target)
})

// On the way down, before the page's own script takes the form for sent.
document.addEventListener('submit', refuseTooLarge, { capture: true })

function refuseTooLarge(event: SubmitEvent): void {
  const { target } = event
  if (!(target instanceof HTMLFormElement) || !('upload' in target.dataset)) return
  const tooLarge = [...target.querySelectorAll<HTMLInputElement>('input[type=file]')].find((input) => !judge(input))
  if (tooLarge === undefined) return
  event.preventDefault()
  tooLarge.focus()
}

/** Whether the chosen file may be sent; shows the words beside its field where it may not. */
function judge(input: HTMLInputElement): boolean {
  const largest = Number(input.dataset['largest'] ?? Number.POSITIVE_INFINITY)
  const [file] = input.files ?? []
  const fits = file === undefined || file.size <= largest
  const words = document.getElementById(`${input.id}-problem`)
  if (words !== null) {
    words.hidden = fits
    words.textContent = fits ? '' : `This file is too large: at most ${Math.floor(largest / MEGABYTE)} MB. Split it into several.`
  }
  input.ariaInvalid = fits ? null : 'true'
  input.closest('.field')?.classList.toggle('wrong', !fits)
  return fits
}

export {}
