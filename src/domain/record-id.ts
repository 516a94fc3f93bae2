const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Whether a text from an address can be the id of anything of ours: what cannot is "not found" without a look-up (I-26). */
export function isRecordId(text: string): boolean {
  return UUID.test(text)
}

const SHORT = /^[a-z0-9]{12}$/

/** The same for the ids of what is published, which are short. */
export function isShortId(text: string): boolean {
  return SHORT.test(text)
}
