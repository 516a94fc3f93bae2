import { sql } from 'kysely'
import pino from 'pino'
import { expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { visitor } from '../../../test/support/visitor.ts'

const lines: string[] = []
const log = pino({ level: 'trace', base: null }, { write: (line: string) => void lines.push(line) })
const core = await useCore({ log })
const origin = 'https://gatehouse.test'
const FORM = '/status/subscriptions'
const EVERYTHING = { about: 'everything', 'kind-incident': 'yes' }

/** Keys of a life of two subscriptions, right and wrong ones; what is wrong is often only mistyped. */
async function liveThrough(): Promise<readonly string[]> {
  const guest = visitor(core.frontDoor, { origin })
  const email = 'canary@acme.example'
  await guest.post(FORM, { email, altcha: await guest.captcha('subscribe'), ...EVERYTHING })
  const [mail] = await core.mails(email)
  const key = mail?.key ?? ''
  await guest.post(`${FORM}/confirm`, { key: 'canary-mistyped-key', email })
  await guest.post(`${FORM}/confirm`, { key, email })
  await guest.get(`${FORM}/own`)
  const manageKey = guest.cookies.get('__Host-status-subscription') ?? ''
  await guest.post(`${FORM}/manage`, { key: manageKey })
  await guest.get(`${FORM}/unsubscribe?key=canary-in-the-address`)
  await guest.post(`${FORM}/unsubscribe?key=canary-in-the-address`, {}, { origin: '', 'sec-fetch-site': '' })
  const altcha = await guest.captcha('subscribe')
  const added = await guest.post(`${FORM}/webhooks`, { url: 'https://hooks.example.com/a', altcha, ...EVERYTHING })
  const secret = /whsec_[\w+/=]+/.exec(await added.text())?.[0] ?? ''
  const webhookKey = guest.cookies.get('__Host-status-subscription') ?? ''
  await core.jobsDone()
  return [key, manageKey, secret, webhookKey, 'canary-mistyped-key', 'canary-in-the-address']
}

test('no key and no secret of a subscription stands in a log, a job or any row (I-36, I-34)', async () => {
  const canaries = await liveThrough()
  expect(canaries.filter((canary) => canary.length < 19)).toEqual([])
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'jobs') and table_type = 'BASE TABLE'`.execute(core.app.db)
  const kept: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.raw(name)} as t`.execute(core.app.db)
    kept.push(...rows.map(({ text }) => text))
  }
  const [logged, dumped] = [lines.join('\n'), kept.join('\n')]
  expect(logged).toContain(`${FORM}/confirm`)
  expect(dumped).toContain('canary@acme.example')
  expect(canaries.filter((canary) => logged.includes(canary) || dumped.includes(canary))).toEqual([])
})
