/**
 * Copy buttons: they appear with this script, and say when it is done. Without it the text is there to be selected. A text
 * that is shown once goes with the page: Back would else bring it from the browser's memory (I-06).
 */
const SAID_MILLISECONDS = 4000

addEventListener('pagehide', () => {
  for (const secret of document.querySelectorAll('[data-shown-once]')) secret.textContent = 'no longer shown'
})

for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) serveCopy(button)

function serveCopy(button: HTMLButtonElement): void {
  const source = document.getElementById(button.dataset['copy'] ?? '')
  const said = document.querySelector<HTMLElement>('[data-copy-said]')
  if (source === null || !('clipboard' in navigator)) return
  button.hidden = false
  button.addEventListener('click', () => {
    void navigator.clipboard.writeText(source.textContent).then(
      () => say(said, 'Copied'),
      // Some browsers refuse: then the text is selected, ready for the keyboard.
      () => {
        getSelection()?.selectAllChildren(source)
        say(said, 'Press Ctrl+C or Cmd+C to copy')
      },
    )
  })
}

function say(region: HTMLElement | null, words: string): void {
  if (region === null) return
  region.textContent = words
  setTimeout(() => {
    region.textContent = ''
  }, SAID_MILLISECONDS)
}

export {}
