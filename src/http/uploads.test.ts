import { describe, expect, it } from 'vitest'
import { isRefusal } from '../domain/errors.ts'
import { BadRequest } from './bad-request.ts'
import { readUpload } from './uploads.ts'

const WISH = { fields: ['first', 'second'], file: 'file', bytes: 100_000 } as const
const TYPE = 'multipart/form-data; boundary=x-y'

/** A body that arrives in pieces of so many bytes. */
function request(
  body: string | Uint8Array,
  { type = TYPE, size = 5, length }: { type?: string; size?: number; length?: number } = {},
): Request {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let at = 0
  const stream = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      if (at >= bytes.length) controller.close()
      else controller.enqueue(bytes.slice(at, (at += size)))
    },
  })
  const headers = { 'content-type': type, ...(length !== undefined && { 'content-length': String(length) }) }
  return new Request('http://us1.localhost/users/import', {
    method: 'POST',
    body: stream,
    duplex: 'half',
    headers,
  } as RequestInit)
}

async function read(...of: Parameters<typeof request>) {
  const { fields, file } = await readUpload(request(...of), WISH)
  const content = file ? Buffer.concat(await Array.fromAsync(file.chunks)).toString() : null
  return { ...fields, name: file?.name ?? null, content }
}

async function refusalOf(...of: Parameters<typeof request>): Promise<string> {
  try {
    await read(...of)
    return 'none'
  } catch (error) {
    if (error instanceof BadRequest) return `${error.status} ${error.code}`
    if (isRefusal(error, 'bad_file')) return error.details.problem.code
    throw error
  }
}

const field = (name: string, text: string) => `--x-y\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`
const file = (name: string, text: string) =>
  `--x-y\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: text/csv\r\n\r\n${text}\r\n`
const END = '--x-y--\r\n'

describe('a form with a file', () => {
  it.each([1, 2, 3, 7, 64, 4_096])('is read whole from pieces of %i bytes', async (size) => {
    const content = `a,b\r\n--x-\r\n--x-z\r\n${'1,2\r\n'.repeat(500)}\r\n`
    const body = field('first', 'yes') + file('Zoë.csv', content) + END
    expect(await read(body, { size })).toEqual({ first: 'yes', second: '', name: 'Zoë.csv', content })
  })

  it('keeps an empty file apart from none', async () => {
    expect(await read(file('a.csv', '') + END)).toMatchObject({ name: 'a.csv', content: '' })
    expect(await read(file('', '') + END)).toMatchObject({ name: null, content: null })
    expect(await read(field('second', 'x') + END)).toEqual({ first: '', second: 'x', name: null, content: null })
  })

  it('I-33 has no effect by fields that nobody asked for', async () => {
    const body = field('role', 'manager') + field('__proto__', 'x') + file('a.csv', 'x') + END
    expect(await read(body)).toEqual({ first: '', second: '', name: 'a.csv', content: 'x' })
  })

  it.each<[string, Parameters<typeof request>, string]>([
    ['of another type', ['a=b', { type: 'application/x-www-form-urlencoded' }], '415 not_a_form'],
    ['without a boundary', ['', { type: 'multipart/form-data' }], '415 not_a_form'],
    ['with a boundary of no letters', ['', { type: 'multipart/form-data; boundary=\u00fc' }], '415 not_a_form'],
    ['with nothing in it', [''], '400 malformed_form'],
    ['that begins otherwise', [`hello${field('first', 'x')}${END}`], '400 malformed_form'],
    ['that ends in the middle of a file', [file('a.csv', 'a,b').slice(0, -2)], '400 malformed_form'],
    ['with headers without end', [`--x-y\r\nX: ${'x'.repeat(10_000)}`], '400 malformed_form'],
    ['with a field without end', [field('first', 'x'.repeat(10_000)) + END], '400 malformed_form'],
    ['with a field that is no UTF-8', [Buffer.from(field('first', '\u00ff') + END, 'latin1')], '400 malformed_form'],
    ['with NUL in a field', [field('first', '\0') + END], '400 malformed_form'],
    ['with a hundred fields', [field('first', 'x').repeat(100) + END], '400 too_many_fields'],
  ])('%s is refused', async (_, of, refusal) => {
    expect(await refusalOf(...of)).toBe(refusal)
  })
})

describe('a file that is too large', () => {
  it('is refused by the length that it says, and by the one that it has', async () => {
    const body = file('a.csv', 'x'.repeat(200_000)) + END
    expect(await refusalOf(body, { length: 1_000_000_000, size: 1_000 })).toBe('too_large')
    expect(await refusalOf(body, { size: 1_000 })).toBe('too_large')
  })

  it('of a gigabyte costs next to no memory', async () => {
    const piece = Buffer.alloc(1_000_000, 'x')
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 1
        if (sent > 1_000) controller.close()
        else controller.enqueue(sent === 1 ? new TextEncoder().encode(file('a.csv', 'x').slice(0, -2)) : piece)
      },
    })
    const before = process.memoryUsage().rss
    const init = { method: 'POST', body, duplex: 'half', headers: { 'content-type': TYPE } } as RequestInit
    const upload = await readUpload(new Request('http://us1.localhost/', init), WISH)
    await expect(Array.fromAsync(upload.file?.chunks ?? [])).rejects.toMatchObject({
      details: { problem: { code: 'too_large' } },
    })
    expect(sent).toBeGreaterThan(1_000)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })
})
