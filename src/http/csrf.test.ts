import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { BadRequest } from './bad-request.ts'
import { refuseCrossOrigin } from './csrf.ts'

const OWN = 'http://us1.localhost:8080'

/** The status of a request, and whether it reached the page. */
async function send(method: string, headers: Record<string, string>): Promise<{ status: number; reached: boolean }> {
  let reached = false
  const app = new Hono()
  app.onError((error, context) =>
    error instanceof BadRequest ? context.text(error.code, error.status) : context.text('bug', 500),
  )
  app.use(refuseCrossOrigin([OWN, 'http://127.0.0.1:8080']))
  app.all('/sign-in', (context) => {
    reached = true
    return context.text('done')
  })
  const { status } = await app.request('/sign-in', { method, headers })
  return { status, reached }
}

test.each<Record<string, string>>([
  { 'sec-fetch-site': 'same-origin' },
  { 'sec-fetch-site': 'same-origin', origin: OWN },
  { origin: OWN },
  { origin: 'http://127.0.0.1:8080' },
])('I-24 a form of our own passes: %o', async (headers) => {
  expect(await send('POST', headers)).toEqual({ status: 200, reached: true })
})

test.each<Record<string, string>>([
  {},
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'none' },
  { 'sec-fetch-site': 'null' },
  { 'sec-fetch-site': '' },
  { 'sec-fetch-site': 'Same-Origin' },
  { 'sec-fetch-site': 'same-origin, same-origin' },
  { 'sec-fetch-site': 'same-site', origin: OWN },
  { 'sec-fetch-site': 'none', origin: OWN },
  { 'sec-fetch-site': 'same-origin', origin: 'http://eu1.localhost:8080' },
  { 'sec-fetch-site': 'same-origin', origin: 'null' },
  { origin: 'null' },
  { origin: '' },
  { origin: 'http://eu1.localhost:8080' },
  { origin: 'https://us1.localhost:8080' },
  { origin: 'http://us1.localhost' },
  { origin: `${OWN}.evil.example` },
  { origin: `${OWN}/` },
  { origin: `${OWN}, ${OWN}` },
  { referer: `${OWN}/sign-in` },
])('I-24 a request of another origin, or of none, is refused and changes nothing: %o', async (headers) => {
  expect(await send('POST', headers)).toEqual({ status: 403, reached: false })
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'PROPFIND'])('I-24 %s needs to say where it comes from', async (method) => {
  expect(await send(method, {})).toEqual({ status: 403, reached: false })
})

test.each(['GET', 'HEAD', 'OPTIONS'])('%s may come from anywhere, since it changes nothing', async (method) => {
  expect(await send(method, { 'sec-fetch-site': 'cross-site', origin: 'null' })).toEqual({ status: 200, reached: true })
})
