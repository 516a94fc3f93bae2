import { BadRequest } from './bad-request.ts'

/** Bytes of a body and fields in it; no form of ours comes near. */
type FormLimits = { readonly bytes: number; readonly fields: number }

const FORM_LIMITS: FormLimits = { bytes: 64 * 1024, fields: 100 }

/** From the first look at the body to its end; who sends slower than that is no browser of a person (I-39). */
const BODY_TIMEOUT_MS = 30_000

/** The fields that were asked for, and no others; those not sent are empty. Without prototype. */
export type Form<Name extends string> = {
  readonly fields: Readonly<Record<Name, string>>
  /** Which of them were sent at all: a box that is not ticked is not. */
  readonly present: ReadonlySet<string>
}

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
  return pickFields(sent, names)
}

function pickFields<Name extends string>(sent: ReadonlyMap<string, string>, names: readonly Name[]): Form<Name> {
  // Without a prototype there is nothing to pollute; the loop gives every name its value.
  const fields = Object.create(null) as Record<Name, string>
  for (const name of names) fields[name] = sent.get(name) ?? ''
  return { fields, present: new Set(names.filter((name) => sent.has(name))) }
}

/** A form of a list: beside its fields one of them as often as there are ticks, and no more often than `most`. */
export async function readListForm<Name extends string>(
  request: Request,
  names: readonly Name[],
  list: { readonly name: string; readonly most: number },
): Promise<Form<Name> & { readonly listed: readonly string[] }> {
  if (!isForm(request.headers)) throw new BadRequest('not_a_form')
  const pairs = pairsOf(await readBody(request, FORM_LIMITS.bytes), FORM_LIMITS.fields + list.most)
  const listed = pairs.filter(([name]) => name === list.name).map(([, value]) => value)
  if (listed.length > list.most) throw new BadRequest('too_many_fields')
  const sent = eachOnce(pairs.filter(([name]) => name !== list.name))
  return { ...pickFields(sent, names), listed }
}

function isForm(headers: Headers): boolean {
  const encoding = headers.get('content-encoding')
  if (encoding !== null && encoding.toLowerCase() !== 'identity') return false
  return /^application\/x-www-form-urlencoded\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(headers.get('content-type') ?? '')
}

/** A body as text in UTF-8, its mark of the byte order and all. Throws BadRequest 413 or 400. */
export async function readBody(request: Request, limit: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw new BadRequest('form_too_large')
  const reader = request.body?.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const late = new AbortController()
  const timer = setTimeout(() => {
    late.abort()
    void reader?.cancel().catch(() => undefined)
  }, BODY_TIMEOUT_MS)
  let size = 0
  let text = ''
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read()) {
      size += next.value.byteLength
      if (size > limit) throw new BadRequest('form_too_large')
      text += decoder.decode(next.value, { stream: true })
    }
    if (late.signal.aborted) throw new BadRequest('malformed_form')
    return text + decoder.decode()
  } catch (error) {
    void reader?.cancel().catch(() => undefined)
    // Not UTF-8, or the caller went away in the middle.
    throw error instanceof BadRequest ? error : new BadRequest('malformed_form')
  } finally {
    clearTimeout(timer)
  }
}

function readPairs(body: string, limit: number): ReadonlyMap<string, string> {
  return eachOnce(pairsOf(body, limit))
}

type Pair = readonly [name: string, value: string]

function pairsOf(body: string, limit: number): readonly Pair[] {
  const pairs = body.split('&', limit + 1)
  if (pairs.length > limit) throw new BadRequest('too_many_fields')
  return pairs
    .filter((text) => text !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return equals < 0 ? [readText(pair), ''] : [readText(pair.slice(0, equals)), readText(pair.slice(equals + 1))]
    })
}

function eachOnce(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const sent = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (sent.has(name)) throw new BadRequest('repeated_field')
    sent.set(name, value)
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
