import { expect, test } from 'vitest'
import { BadRequest } from './bad-request.ts'
import { readForm } from './forms.ts'

const TYPE = 'application/x-www-form-urlencoded'
const NAMES = ['username', 'password'] as const

function request(body: BodyInit, headers: Record<string, string> = {}): Request {
  const init = { method: 'POST', body, headers: { 'content-type': TYPE, ...headers }, duplex: 'half' }
  return new Request('http://us1.localhost/sign-in', init)
}

/** Status and code of the refusal. */
async function refusalOf(refused: Request): Promise<{ status: number; code: string } | null> {
  try {
    await readForm(refused, NAMES)
    return null
  } catch (error) {
    if (error instanceof BadRequest) return { status: error.status, code: error.code }
    throw error
  }
}

test('the named fields are read, and those not sent are empty', async () => {
  expect((await readForm(request('username=acme_jd1'), NAMES)).fields).toEqual({ username: 'acme_jd1', password: '' })
})

test('text of any script is read as browsers send it', async () => {
  const body = new URLSearchParams({ username: ' Zoë & 山田 = 100 % + 1\r\n', password: '🔑🚪' })
  expect((await readForm(request(body), NAMES)).fields).toEqual({ username: ' Zoë & 山田 = 100 % + 1\r\n', password: '🔑🚪' })
})

test('UTF-8 that is split between chunks is put together', async () => {
  const bytes = new TextEncoder().encode('username=山')
  const parts = new ReadableStream({
    start(controller) {
      for (const part of [bytes.slice(0, 10), bytes.slice(10)]) controller.enqueue(part)
      controller.close()
    },
  })
  expect((await readForm(request(parts), NAMES)).fields.username).toBe('山')
})

test.each([TYPE, `${TYPE}; charset=UTF-8`, `${TYPE.toUpperCase()};charset="utf-8"`])('the type %s is a form', async (type) => {
  expect(await refusalOf(request('username=a', { 'content-type': type }))).toBeNull()
})

test.each([
  'application/json',
  'multipart/form-data; boundary=x',
  'text/plain',
  `${TYPE}; charset=utf-16`,
  `${TYPE}x`,
  `text/plain, ${TYPE}`,
])('the type %s is refused', async (type) => {
  expect(await refusalOf(request('username=a', { 'content-type': type }))).toEqual({ status: 415, code: 'not_a_form' })
})

test('a body without type, or packed, is refused', async () => {
  const untyped = new Request('http://us1.localhost/', { method: 'POST', body: new Uint8Array(3) })
  expect(await refusalOf(untyped)).toEqual({ status: 415, code: 'not_a_form' })
  expect(await refusalOf(request('username=a', { 'content-encoding': 'gzip' }))).toEqual({ status: 415, code: 'not_a_form' })
})

test('no body at all is an empty form', async () => {
  const empty = new Request('http://us1.localhost/', { method: 'POST', headers: { 'content-type': TYPE } })
  expect((await readForm(empty, NAMES)).fields).toEqual({ username: '', password: '' })
})

test('I-33 fields that nobody asked for have no effect, whatever their name', async () => {
  const body = 'role=manager&__proto__=x&constructor=y&toString=z&username=a'
  const { fields } = await readForm(request(body), NAMES)
  expect(Object.keys(fields)).toEqual(['username', 'password'])
  expect(Object.getPrototypeOf(fields)).toBeNull()
})

test.each(['username=a&username=b', 'username=a&user%6eame=b', 'role=a&role=b', 'username&username'])(
  'a repeated field is refused: %s',
  async (body) => {
    expect(await refusalOf(request(body))).toEqual({ status: 400, code: 'repeated_field' })
  },
)

test.each([
  ['percent without digits', 'username=100%'],
  ['percent with other characters', 'username=%zz'],
  ['no UTF-8', 'username=%ff'],
  ['an overlong form', 'username=%c0%af'],
  ['a lone surrogate', 'username=%ed%a0%80'],
  ['NUL', 'username=a%00b'],
  ['NUL in a name', 'user%00name=a'],
  ['raw bytes that are no UTF-8', new Uint8Array([0x75, 0x3d, 0xff])],
  ['UTF-8 that breaks off', new Uint8Array([0x75, 0x3d, 0xe5])],
])('%s is refused', async (_, body) => {
  expect(await refusalOf(request(body))).toEqual({ status: 400, code: 'malformed_form' })
})

test.each([101, 10_000])('%i fields are refused', async (count) => {
  const body = Array.from({ length: count }, (_, index) => `f${index}=`).join('&')
  expect(await refusalOf(request(body))).toMatchObject({ code: count < 1_000 ? 'too_many_fields' : 'form_too_large' })
})

test('100 fields of 64 KB are still read', async () => {
  const names = Array.from({ length: 99 }, (_, index) => `f${index}=&`).join('')
  const body = `${names}username=`.padEnd(64 * 1024, 'x')
  expect(await refusalOf(request(body))).toBeNull()
  expect(await refusalOf(request(`${body}x`))).toEqual({ status: 413, code: 'form_too_large' })
})

test('10,000 fields without names are refused', async () => {
  expect(await refusalOf(request('&'.repeat(10_000)))).toEqual({ status: 400, code: 'too_many_fields' })
})

test('a body that breaks off is refused', async () => {
  const broken = new ReadableStream({
    pull(controller) {
      controller.error(new Error('aborted'))
    },
  })
  expect(await refusalOf(request(broken))).toEqual({ status: 400, code: 'malformed_form' })
})

test('a body that announces too much is refused unread', async () => {
  const announced = request('username=a', { 'content-length': '1000000' })
  expect(await refusalOf(announced)).toEqual({ status: 413, code: 'form_too_large' })
  expect(announced.bodyUsed).toBe(false)
})

test('a body that announces nothing is dropped as soon as it is too large', async () => {
  let chunks = 0
  let dropped = false
  const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      chunks += 1
      controller.enqueue(new Uint8Array(16 * 1024).fill(0x61))
    },
    cancel() {
      dropped = true
    },
  })
  expect(await refusalOf(request(endless))).toEqual({ status: 413, code: 'form_too_large' })
  expect(dropped).toBe(true)
  expect(chunks).toBeLessThan(10)
})
