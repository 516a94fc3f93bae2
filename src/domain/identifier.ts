const IDENTIFIER = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i

/** Whether a text from an address can be one of our identifiers (RFC 9562); anything else names nothing that exists. */
export function looksLikeId(text: string): boolean {
  return IDENTIFIER.test(text)
}
