import { describe, expect, it } from 'vitest'
import { apiCaller, jsonOf, newApiToken } from '../../../test/support/api-caller.ts'
import { newCompany, newPerson, newUnit, type Person } from '../../../test/support/people.ts'
import { auditTrail } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld()

async function companyWithToken() {
  const manager = await newCompany(world.app)
  const { token, tokenId } = await newApiToken(world.app, manager)
  return { manager, tokenId, call: apiCaller(world, token) }
}

type User = { id: string; username: string; state: string; version: number; role: string; firstName: string; acts: string[] }
type Page = { items: User[]; next: string | null; total: number; found: Record<string, number> }

const ADA = { firstName: 'Ada', lastName: 'Berg', email: 'ada@example.com', role: 'reader' }

const etagOf = async (call: ReturnType<typeof apiCaller>, id: string) =>
  (await call('GET', `/users/${id}`)).headers.get('etag') ?? ''

describe('users by the API (A07)', () => {
  it('are added, read, changed, deactivated, activated and cancelled, by the verbs of the pages', async () => {
    const { manager, tokenId, call } = await companyWithToken()
    const created = await call('POST', '/users', { json: { ...ADA, externalId: 'hr-1' } })
    const user = await jsonOf<User>(created.clone(), 201)
    expect(user).toMatchObject({ ...ADA, externalId: 'hr-1', state: 'pending_activation', version: 1 })
    expect(created.headers.get('location')).toBe(`${world.app.config.origin}/api/v1/users/${user.id}`)
    expect((await world.mails(ADA.email))[0]?.subject).toContain('Welcome')

    const etag = await etagOf(call, user.id)
    const changed = await call('PATCH', `/users/${user.id}`, { json: { firstName: 'Adele' }, headers: { 'if-match': etag } })
    expect(await jsonOf<User>(changed.clone())).toMatchObject({ firstName: 'Adele', version: 2 })
    expect(changed.headers.get('etag')).toMatch(/^"2-[\w-]+"$/)

    expect(await jsonOf(call('POST', `/users/${user.id}/resend-welcome`))).toEqual({ username: user.username, sent: false })
    expect((await call('POST', `/users/${user.id}/cancel`)).status).toBe(204)
    expect((await call('GET', `/users/${user.id}`)).status).toBe(404)

    const { accountId } = await newPerson(world.app, manager.subscriptionId)
    expect(await jsonOf<User>(call('POST', `/users/${accountId}/deactivate`))).toMatchObject({
      state: 'inactive',
      reason: 'deactivated',
    })
    expect(await jsonOf<User>(call('POST', `/users/${accountId}/activate`))).toMatchObject({ state: 'active' })
    expect(await jsonOf(call('POST', `/users/${accountId}/end-sessions`))).toMatchObject({ sessions: 0 })
    expect(await jsonOf(call('POST', `/users/${accountId}/send-reset`))).toMatchObject({ sent: true })
    const trail = await auditTrail(world.app, manager.subscriptionId)
    expect(trail.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'account.added',
        'profile.changed',
        'account.cancelled',
        'account.deactivated',
        'account.activated',
      ]),
    )
    const rows = world.app.db.selectFrom('auditEvents').select(['actorKind', 'actorId', 'details'])
    const [added] = await rows.where('action', '=', 'account.added').where('accountId', '=', user.id).execute()
    expect(added).toMatchObject({ actorKind: 'api_token', actorId: manager.accountId, details: { tokenId } })
  })

  it('are listed in pages that follow one another to the end, each user once', async () => {
    const { manager, call } = await companyWithToken()
    for (let made = 0; made < 60; made += 1) {
      await newPerson(world.app, manager.subscriptionId, { state: 'pending_activation', lastName: `Nr ${made}` })
    }
    const seen: string[] = []
    let path: string | null = '/users?sort=login&limit=25'
    while (path !== null) {
      const answer: Response = await call('GET', path)
      const page: Page = await jsonOf<Page>(answer.clone())
      expect(page.items.length).toBeLessThanOrEqual(25)
      expect(page.total).toBe(61)
      seen.push(...page.items.map(({ id }) => id))
      const link = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1]
      expect(link === undefined).toBe(page.next === null)
      path = link === undefined ? null : link.replace(`${world.app.config.origin}/api/v1`, '')
    }
    expect(new Set(seen).size).toBe(61)
    expect(seen).toHaveLength(61)
    const found = await jsonOf<Page>(call('GET', '/users?q=Nr&state=pending_activation'))
    expect(found.found).toMatchObject({ pending_activation: 60, active: 0 })
  })

  it('of another subscription do not exist (I-26)', async () => {
    const { call } = await companyWithToken()
    const stranger = await newCompany(world.app)
    const paths = ['', '/sessions', '/mails', '/keys'].map((rest) => ['GET', `/users/${stranger.accountId}${rest}`] as const)
    const acts = ['activate', 'deactivate', 'send-reset', 'resend-welcome', 'end-sessions', 'cancel']
    const posts = acts.map((act) => ['POST', `/users/${stranger.accountId}/${act}`] as const)
    for (const [method, path] of [...paths, ...posts]) {
      expect(await jsonOf(call(method, path), 404)).toMatchObject({ code: 'not_found' })
    }
    const edit = { json: { firstName: 'Mallory' }, headers: { 'if-match': '*' } }
    expect((await call('PATCH', `/users/${stranger.accountId}`, edit)).status).toBe(404)
    const list = await jsonOf<Page>(call('GET', `/users?after=${stranger.accountId}`))
    expect(list.items.map(({ id }) => id)).not.toContain(stranger.accountId)
  })

  it('are for a token what they are for its owner, at that moment (I-27)', async () => {
    const { manager, call } = await companyWithToken()
    const unit = await newUnit(world.app, manager.subscriptionId)
    const helper = await newPerson(world.app, manager.subscriptionId, { role: 'user_administrator' })
    const { token } = await newApiToken(world.app, helper)
    const ofHelper = apiCaller(world, token)
    const other = await newPerson(world.app, manager.subscriptionId, { businessUnitId: unit })
    expect((await ofHelper('POST', `/users/${other.accountId}/end-sessions`)).status).toBe(200)
    expect((await ofHelper('POST', `/users/${manager.accountId}/end-sessions`)).status).toBe(403)

    const demoted = { json: { role: 'reader' }, headers: { 'if-match': '*' } }
    expect((await call('PATCH', `/users/${helper.accountId}`, demoted)).status).toBe(200)
    expect(await jsonOf(ofHelper('POST', `/users/${other.accountId}/end-sessions`), 403)).toMatchObject({ code: 'forbidden' })
    expect(await jsonOf(ofHelper('POST', '/users', { json: ADA }), 403)).toMatchObject({ code: 'forbidden' })
    expect((await ofHelper('GET', `/users/${other.accountId}`)).status).toBe(200)
  })
})

describe('an edit by the API (A07)', () => {
  it('says which version it is of, and is refused where there is another since', async () => {
    const { manager, call } = await companyWithToken()
    const { accountId } = await newPerson(world.app, manager.subscriptionId)
    const path = `/users/${accountId}`
    const [etag, edit] = [await etagOf(call, accountId), { lastName: 'Berg' }]
    expect(await jsonOf(call('PATCH', path, { json: edit }), 428)).toMatchObject({ code: 'precondition_required' })
    expect((await call('PATCH', path, { json: edit, headers: { 'if-match': etag } })).status).toBe(200)
    const late = { json: { lastName: 'Late' }, headers: { 'if-match': etag } }
    expect(await jsonOf(call('PATCH', path, late), 412)).toMatchObject({ code: 'changed_meanwhile' })
    for (const wrong of ['7', 'W/"1"', '"a"', '"1", "2"', '""']) {
      expect((await call('PATCH', path, { json: edit, headers: { 'if-match': wrong } })).status).toBe(400)
    }
    expect(await jsonOf<User>(call('GET', path))).toMatchObject({ lastName: 'Berg' })
  })

  it('of two at once is lost for neither: one is told', async () => {
    const { manager, call } = await companyWithToken()
    const { accountId } = await newPerson(world.app, manager.subscriptionId)
    const headers = { 'if-match': await etagOf(call, accountId) }
    const names = ['One', 'Two', 'Three', 'Four']
    const answers = await Promise.all(
      names.map((firstName) => call('PATCH', `/users/${accountId}`, { json: { firstName }, headers })),
    )
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['200', '412', '412', '412'])
  })

  it('is not needed to learn that nothing has changed', async () => {
    const { manager, call } = await companyWithToken()
    const etag = await etagOf(call, manager.accountId)
    const same = await call('GET', `/users/${manager.accountId}`, { headers: { 'if-none-match': `"x", W/${etag}` } })
    expect([same.status, await same.text(), same.headers.get('etag')]).toEqual([304, '', etag])
    await world.app.db
      .updateTable('accounts')
      .set({ lastSignInAt: new Date(0) })
      .where('id', '=', manager.accountId)
      .execute()
    expect((await call('GET', `/users/${manager.accountId}`, { headers: { 'if-none-match': etag } })).status).toBe(200)
    // What changes by itself conflicts with no edit.
    const edit = { json: { firstName: 'Nadia' }, headers: { 'if-match': etag } }
    expect((await call('PATCH', `/users/${manager.accountId}`, edit)).status).toBe(200)
  })

  it.each<[string, Record<string, unknown>, string, string]>([
    ['a field that is ours to set', { state: 'active' }, 'state', 'unknown_field'],
    ['the subscription', { subscriptionId: 'x' }, 'subscriptionId', 'unknown_field'],
    ['an id', { id: 'x' }, 'id', 'unknown_field'],
    ['a role of nobody', { role: 'king' }, 'role', 'not_a_choice'],
    ['a name that is a number', { firstName: 7 }, 'firstName', 'wrong_type'],
    ['an empty name', { firstName: ' ' }, 'firstName', 'required'],
    ['a unit of nowhere', { businessUnitId: '7c9e6679-7425-40de-944b-e07fc1f90ae7' }, 'businessUnitId', 'not_a_choice'],
    ['a right of nobody', { extraRights: ['all'] }, 'extraRights.0', 'not_a_choice'],
  ])('with %s is refused, naming the field (I-33, I-26)', async (_, json, field, code) => {
    const { manager, call } = await companyWithToken()
    const { accountId } = await newPerson(world.app, manager.subscriptionId)
    const before = await jsonOf<User>(call('GET', `/users/${accountId}`))
    const answer = await jsonOf<{ errors: { detail: string }[] }>(
      call('PATCH', `/users/${accountId}`, { json, headers: { 'if-match': '*' } }),
      422,
    )
    expect(answer).toMatchObject({ code: 'invalid_fields', errors: [{ field, code }] })
    expect(answer.errors[0]?.detail).not.toBe('')
    expect(await jsonOf<User>(call('GET', `/users/${accountId}`))).toEqual(before)
  })
})

describe('requests to be activated, by the API (N11)', () => {
  const ask = async (person: Person) => {
    const id = crypto.randomUUID()
    const { accountId, subscriptionId } = person
    await world.app.db.insertInto('activationRequests').values({ id, accountId, subscriptionId }).execute()
    return id
  }

  it('are listed, approved and denied, each once', async () => {
    const { manager, call } = await companyWithToken()
    const [one, two] = [
      await newPerson(world.app, manager.subscriptionId, { state: 'inactive' }),
      await newPerson(world.app, manager.subscriptionId, { state: 'inactive' }),
    ]
    const [approved, denied] = [await ask(one), await ask(two)]
    const open = await jsonOf<{ items: { id: string }[] }>(call('GET', '/activation-requests'))
    expect(open.items.map(({ id }) => id).toSorted()).toEqual([approved, denied].toSorted())
    expect(await jsonOf(call('POST', `/activation-requests/${approved}/approve`))).toMatchObject({
      decision: 'approved',
      state: 'active',
    })
    expect(await jsonOf(call('POST', `/activation-requests/${denied}/deny`))).toMatchObject({
      decision: 'denied',
      state: 'inactive',
    })
    expect(await jsonOf(call('POST', `/activation-requests/${denied}/approve`), 409)).toMatchObject({ code: 'already_decided' })

    const stranger = await companyWithToken()
    expect((await stranger.call('GET', `/activation-requests/${approved}`)).status).toBe(404)
  })
})
