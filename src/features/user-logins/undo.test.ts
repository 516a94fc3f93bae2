import { describe, expect, it } from 'vitest'
import { atTwin, isLive } from '../../../test/support/owner.ts'
import { newCompany, type Person } from '../../../test/support/people.ts'
import { pageAt, signedIn, trySignIn } from '../../../test/support/signed-in.ts'
import { changeLogin, loginOf, undoKey, undoLogin } from '../../../test/support/user-logins.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI' })
const twin = await world.openTwin()

const arrive = () => visitor(world.site, { origin: world.app.config.origin })

/** A change, and what its mail brought. */
async function changed(): Promise<{ before: Person; after: Person; key: string }> {
  const before = await newCompany(world.app)
  const after = await changeLogin(world, before)
  return { before, after, key: await undoKey(world, before, before.username) }
}

const quarantined = async ({ accountId }: Person) =>
  (
    await world.app.db
      .selectFrom('quarantinedUsernames')
      .select('username')
      .where('accountId', '=', accountId)
      .orderBy('endsAt')
      .execute()
  ).map(({ username }) => username)

describe('undoing a change of user login', () => {
  it('brings the former login back, ends every session, and tells the owner what else to do (N13, I-19)', async () => {
    const { before, after, key } = await changed()
    const [intruder, elsewhere] = [await signedIn(world, after), await signedIn(twin, after)]
    const guest = arrive()
    const form = await pageAt(guest, '/account/undo-login-change')
    for (const label of ['Activation key', 'E-mail address', 'Submit</button>']) expect(form).toContain(label)

    const answer = await undoLogin(guest, { key: ` ${key} `, email: ` ${before.email.toUpperCase()} ` })
    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `/sign-in?username=${encodeURIComponent(before.username)}`,
    ])
    const page = await pageAt(guest, answer.headers.get('location') ?? '')
    expect(page).toContain(`Your user login is ${before.username} again`)
    expect(page).toContain('use Forgot Password now')

    for (const cookies of [intruder, elsewhere]) {
      for (const platform of [world, twin]) expect(await isLive(atTwin(platform, cookies))).toBe(false)
    }
    expect((await trySignIn(world, after)).status).toBe(422)
    expect(await isLive(await signedIn(world, before))).toBe(true)
    expect(await quarantined(before)).toEqual([after.username])
    expect((await world.mails(before.email, 2)).at(-1)?.subject).toBe(`The user login ${before.username} on PCI Platform is back`)
  })

  it('leaves one row in the trail (I-32)', async () => {
    const { before, after, key } = await changed()
    await undoLogin(arrive(), { key, email: before.email })
    const rows = await world.app.db
      .selectFrom('auditEvents')
      .select(['action', 'actorKind', 'details'])
      .where('accountId', '=', before.accountId)
      .where('action', 'like', 'username.%')
      .orderBy('id')
      .execute()
    expect(rows.at(-1)).toEqual({
      action: 'username.restored',
      actorKind: 'anonymous',
      details: { from: after.username, to: before.username },
    })
    expect(rows).toHaveLength(2)
  })

  it('takes the key and the address that it was mailed to, and nothing less; a wrong one leaves the key (I-02)', async () => {
    const { before, after, key } = await changed()
    for (const [form, words] of [
      [{ key, email: '' }, 'Enter: E-mail address'],
      [{ key, email: 'somebody@mail.test' }, 'This is not the address of this account'],
      [{ key: '', email: before.email }, 'Enter: Activation key'],
    ] as const) {
      const answer = await undoLogin(arrive(), form)
      expect([answer.status, (await answer.text()).includes(words)]).toEqual([422, true])
    }
    await arrive().get('/account/undo-login-change')
    expect(await loginOf(world, before)).toBe(after.username)
    expect((await undoLogin(arrive(), { key, email: before.email })).status).toBe(303)
  })

  it('works once, for the first of any number, in any number of processes (I-01)', async () => {
    const { before, key } = await changed()
    const places = [world, twin, world, twin, world, twin]
    const answers = await Promise.all(
      places.map(({ site, app }) => undoLogin(visitor(site, { origin: app.config.origin }), { key, email: before.email })),
    )
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5)
    await world.jobsDone()
    expect(await world.mails(before.email)).toHaveLength(2)
  })

  it('has one answer for every dead key, and a new link is the ordinary way in (I-03, S15)', async () => {
    const { before, key } = await changed()
    await undoLogin(arrive(), { key, email: before.email })
    const dead = await Promise.all(
      [key, 'A'.repeat(43)].map(async (typed) => {
        const answer = await undoLogin(arrive(), { key: typed, email: before.email })
        return [answer.status, (await answer.text()).replaceAll(typed, '')]
      }),
    )
    expect(dead[0]).toEqual(dead[1])
    expect(dead[0]?.[1]).toContain('The activation key is not valid')
    expect(dead[0]?.[1]).toContain('can be undone for 7 days')
    const asked = await arrive().post('/account/undo-login-change/new-link', { key })
    expect(asked.headers.get('location')).toBe('/account/undo-login-change/new-link')
    const mail = (await world.mails(before.email, 3)).at(-1)
    expect(mail?.text).toContain('It has been used already.')
    expect(mail?.link).toContain('/activate#')
  })

  it('says nothing of a stranger’s session that happens to be open in that browser', async () => {
    const { before, key } = await changed()
    const other = await newCompany(world.app)
    const browser = await signedIn(world, other)
    await undoLogin(browser, { key, email: before.email })
    expect(await isLive(browser)).toBe(true)
    expect(await loginOf(world, before)).toBe(before.username)
  })
})
