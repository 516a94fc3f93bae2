import { BadRequest } from './bad-request.ts'

/** Bytes of a body and fields in it; no form of ours comes near. */
type FormLimits = { readonly bytes: number; readonly fields: number }

const FORM_LIMITS: FormLimits = { bytes: 64 * 1024, fields: 100 }

/** The fields that were asked for, and no others; those not sent are empty. Without prototype. */
export type Form<Name extends string> = { readonly fields: Readonly<Record<Name, string>> }

/**
 * Reads a form strictly: `application/x-www-form-urlencoded` in UTF-8, each field at most once, no NUL. Fields that nobody
 * asked for have no effect (I-33). A body over the limit is dropped as soon as that shows, never held whole.
 *
 * @throws BadRequest 400, 413 or 415
 */
export async function readForm<Name extends string>(
  request: Request,
  names: readonly Name[],
  limits: FormLimits = FORM_LIMITS,
): Promise<Form<Name>> {
  if (!isForm(request.headers)) throw new BadRequest('not_a_form')
  const sent = readPairs(await readBody(request, limits.bytes), limits.fields)
  // Without a prototype there is nothing to pollute; the loop gives every name its value.
  const fields = Object.create(null) as Record<Name, string>
  for (const name of names) fields[name] = sent.get(name) ?? ''
  return { fields }
}

function isForm(headers: Headers): boolean {
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') return false
  return /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(headers.get('content-type') ?? '')
}

async function readBody(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new BadRequest('form_too_large')
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let size = 0
  let text = ''
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength
      // Leaving the loop cancels the stream.
      if (size > limit) throw new BadRequest('form_too_large')
      text += decoder.decode(chunk, { stream: true })
    }
    return text + decoder.decode()
  } catch (error) {
    // Not UTF-8, or the caller went away in the middle.
    throw error instanceof BadRequest ? error : new BadRequest('malformed_form')
  }
}

function readPairs(body: string, limit: number): ReadonlyMap<string, string> {
  const pairs = body.split('&', limit + 1)
  if (pairs.length > limit) throw new BadRequest('too_many_fields')
  const sent = new Map<string, string>()
  for (const pair of pairs.filter((text) => text !== '')) {
    const equals = pair.indexOf('=')
    const name = readText(equals < 0 ? pair : pair.slice(0, equals))
    if (sent.has(name)) throw new BadRequest('repeated_field')
    sent.set(name, equals < 0 ? '' : readText(pair.slice(equals + 1)))
  }
  return sent
}

/** Surrogates cannot come alone here: percent-encoded they are no UTF-8, and `decodeURIComponent` refuses them. */
function readText(encoded: string): string {
  let text: string
  try {
    text = decodeURIComponent(encoded.replaceAll('+', ' '))
  } catch {
    throw new BadRequest('malformed_form')
  }
  if (text.includes('\0')) throw new BadRequest('malformed_form')
  return text
}
