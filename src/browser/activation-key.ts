/**
 * Puts the key of a mailed link from the address's fragment, which no server ever sees, into the visible field, and
 * takes it out of the address bar, so that it is not copied, photographed or bookmarked by accident. It stays in this
 * tab's history entry, so that reload and back find it again; nothing is sent anywhere.
 */
const KEY = /^[\w-]{43}$/u

adoptKey()
addEventListener('hashchange', adoptKey)
addEventListener('pageshow', adoptKey)

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

function rememberedKey(): string {
  const state: unknown = history.state
  if (typeof state !== 'object' || state === null || !('activationKey' in state)) return ''
  return typeof state.activationKey === 'string' ? state.activationKey : ''
}

export {}
