/**
 * Puts the key of a mailed link from the address's fragment, which no server ever sees, into the visible field, and
 * takes it out of the address bar, so that it is not copied, photographed or bookmarked by accident. It stays in this
 * tab's history entry, so that reload and back find it again; nothing is sent anywhere. A link to another page that takes
 * the same key carries it along, in the fragment again.
 */
const KEY = /^[\w-]{43}$/u

adoptKey()
addEventListener('hashchange', adoptKey)
addEventListener('pageshow', adoptKey)
for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-carries-key]')) carryKey(link)

function adoptKey(): void {
  const field = document.querySelector<HTMLInputElement>('[data-activation-key]')
  if (field === null) return
  const fromAddress = location.hash.slice(1)
  if (KEY.test(fromAddress)) {
    field.value = fromAddress
    history.replaceState({ activationKey: fromAddress }, '', location.pathname + location.search)
  } else if (field.value === '') {
    field.value = rememberedKey()
  }
}

function carryKey(link: HTMLAnchorElement): void {
  const carry = () => {
    const typed = document.querySelector<HTMLInputElement>('[data-activation-key]')?.value.trim() ?? ''
    link.hash = KEY.test(typed) ? typed : ''
  }
  // Before the browser follows it, whichever way; what was typed may have changed until then.
  for (const moment of ['pointerdown', 'focus', 'click']) link.addEventListener(moment, carry)
}

function rememberedKey(): string {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null || !('activationKey' in state)) return ''
  return typeof state.activationKey === 'string' ? state.activationKey : ''
}

export {}
