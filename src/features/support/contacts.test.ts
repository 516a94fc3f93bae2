import { describe, expect, it } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { newOperator } from '../../../test/support/operators.ts'
import { arrive } from '../../../test/support/recovery.ts'
import { signedIn } from '../../../test/support/signed-in.ts'
import type { RequestContext } from '../../domain/request-context.ts'
import { removeContact, restoreContact, saveContact, verifyContact } from './change-contact.ts'
import type { TypedContact } from './check-contact.ts'
import { findContact, listContacts } from './contact-queries.ts'

const world = await useCore({ work: false })
const core = world.app
const asked = { actor: { kind: 'operator' as const }, context: null as RequestContext | null }

const TYPED: TypedContact = {
  label: 'Germany',
  location: 'DE, Austria',
  number: '+49 69 7560 7590',
  display: '069 7560 7590',
  kind: 'local',
  languages: 'de, en-gb',
  zone: 'Europe/Berlin',
  hours: 'Mon-Fri 09:00-18:00',
  holidays: '12-25',
  isWorldwide: false,
  severities: [1, 2],
}
const save = (wish: Partial<TypedContact> = {}, id: string | null = null, version = 1) =>
  saveContact(core, asked, { id, version, typed: { ...TYPED, ...wish } })

/** Numbers that can exist, each once. */
let given = 0
const freshNumber = () => {
  given += 1
  return `+4930${String(20_000_000 + given)}`
}

async function revision(): Promise<number> {
  const { revision: value } = await core.db.selectFrom('statusPages').select('revision').executeTakeFirstOrThrow()
  return value
}

async function trail(contactId: string): Promise<readonly string[]> {
  const rows = await core.db.selectFrom('auditEvents').select(['action', 'details']).orderBy('id').execute()
  return rows.filter(({ details }) => JSON.stringify(details).includes(contactId)).map(({ action }) => action)
}

describe('support contacts (S21)', () => {
  it('begin with those of the configuration', async () => {
    const [first] = await listContacts(core.db)
    expect(first).toMatchObject({ label: 'USA and Canada', number: '+18668016161', isWorldwide: true, verifiedAt: null })
  })

  it('are kept as they were meant, published, and told of in the trail', async () => {
    const before = await revision()
    const added = await save()
    expect(added).toMatchObject({
      label: 'Germany',
      location: { kind: 'countries', countries: ['AT', 'DE'] },
      number: '+496975607590',
      display: '069 7560 7590',
      languages: ['de', 'en-GB'],
      hours: { zone: 'Europe/Berlin', ranges: [{ days: [1, 2, 3, 4, 5], from: 540, until: 1080 }], holidays: ['12-25'] },
      severities: [1, 2],
      verifiedAt: null,
    })
    await verifyContact(core, asked, added.id)
    expect((await findContact(core.db, added.id))?.verifiedAt).toBeInstanceOf(Date)
    await removeContact(core, asked, added.id)
    expect((await listContacts(core.db)).map(({ id }) => id)).not.toContain(added.id)
    await restoreContact(core, asked, added.id)
    expect((await listContacts(core.db)).map(({ id }) => id)).toContain(added.id)
    expect(await revision()).toBe(before + 4)
    expect(await trail(added.id)).toEqual(['contact.added', 'contact.verified', 'contact.removed', 'contact.restored'])
  })

  it.each<[Partial<TypedContact>, Record<string, string>]>([
    [{ label: ' ' }, { label: 'required' }],
    [{ label: 'x'.repeat(81) }, { label: 'too_long' }],
    [{ label: 'Germany\r\nX-Line: two' }, { label: 'not_text' }],
    [{ label: 'Germany \u202E0057 657 069' }, { label: 'not_text' }],
    [{ location: 'Atlantis' }, { location: 'not_a_location' }],
    [{ number: '+49 12' }, { number: 'not_a_telephone_number' }],
    [{ number: '+1 123 456 7890', display: '' }, { number: 'not_a_telephone_number' }],
    [{ number: '069 7560 7590' }, { number: 'not_a_telephone_number' }],
    [{ number: '+49 69 7560 7590 ext. 7' }, { number: 'not_a_telephone_number' }],
    [{ number: '9'.repeat(10_000) }, { number: 'not_a_telephone_number' }],
    [{ display: '069 7560 7591' }, { display: 'display_differs' }],
    [{ kind: 'premium' }, { kind: 'not_a_choice' }],
    [{ languages: 'de, klingon' }, { languages: 'not_languages' }],
    [{ zone: 'Europe/Atlantis' }, { zone: 'not_a_zone' }],
    [{ zone: '+01:00' }, { zone: 'not_a_zone' }],
    [{ zone: '' }, { zone: 'required' }],
    [{ hours: 'Mon-Fri 18:00-09:00' }, { hours: 'hours_end_before_start' }],
    [{ hours: 'Mon 09:00-17:00\nMon 16:00-18:00' }, { hours: 'hours_overlap' }],
    [{ hours: 'nine to five' }, { hours: 'not_hours' }],
    [{ holidays: '31.12.' }, { holidays: 'not_a_day' }],
    [
      { label: '', number: '', kind: '', hours: 'x' },
      { label: 'required', number: 'required', kind: 'not_a_choice', hours: 'not_hours' },
    ],
  ])('with %j are refused, all problems at once, and nothing is kept', async (wish, fields) => {
    const before = await revision()
    await expect(save(wish)).rejects.toMatchObject({ code: 'invalid_fields', details: { fields } })
    expect(await revision()).toBe(before)
  })

  it('need no hours, no languages, and no other writing of the number', async () => {
    const added = await save({
      number: freshNumber(),
      display: '',
      hours: '',
      zone: '',
      holidays: '',
      languages: '',
      severities: [],
    })
    expect(added).toMatchObject({ hours: null, languages: [], severities: [] })
    expect(added.display).toMatch(/^\+49 30 /)
  })

  it('stand once for a location, of two at once too; elsewhere the same number may stand', async () => {
    const number = freshNumber()
    const outcomes = await Promise.allSettled([save({ number, display: '' }), save({ number, display: '', location: 'at de' })])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(save({ number, display: '' })).rejects.toMatchObject({ details: { fields: { number: 'number_taken' } } })
    await expect(save({ number, display: '', location: 'Europe' })).resolves.toMatchObject({ number })
  })

  it('come back from removal, unless their number stands there again', async () => {
    const number = freshNumber()
    const first = await save({ number, display: '' })
    await removeContact(core, asked, first.id)
    await expect(removeContact(core, asked, first.id)).rejects.toMatchObject({ code: 'not_found' })
    await save({ number, display: '' })
    await expect(restoreContact(core, asked, first.id)).rejects.toMatchObject({ details: { fields: { number: 'number_taken' } } })
  })

  it('lose nobody’s change to somebody who read them before', async () => {
    const { id, version } = await save({ number: freshNumber(), display: '' })
    const number = freshNumber()
    const changed = await save({ number, display: '' }, id, version)
    expect(changed.version).toBe(version + 1)
    await expect(save({ number, display: '' }, id, version)).rejects.toMatchObject({ code: 'changed_meanwhile' })
  })

  it('are to be called again once the number is another', async () => {
    const { id } = await save({ number: freshNumber(), display: '' })
    const { number, version } = await verifyContact(core, asked, id)
    expect((await save({ number, display: '', label: 'Other label' }, id, version)).verifiedAt).toBeInstanceOf(Date)
    expect((await save({ number: freshNumber(), display: '' }, id, version + 1)).verifiedAt).toBeNull()
  })

  it('always have one that can be called from anywhere, however many are removed at once', async () => {
    const first = (await listContacts(core.db)).find(({ isWorldwide }) => isWorldwide)
    const second = await save({ number: freshNumber(), display: '', isWorldwide: true })
    const outcomes = await Promise.allSettled([first?.id ?? '', second.id].map((id) => removeContact(core, asked, id)))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const [left, ...others] = (await listContacts(core.db)).filter(({ isWorldwide }) => isWorldwide)
    expect(others).toEqual([])
    const { id = '', version = 0, number = '' } = left ?? {}
    const fields = { isWorldwide: 'worldwide_needed' }
    await expect(removeContact(core, asked, id)).rejects.toMatchObject({ details: { fields } })
    await expect(save({ number, display: '', isWorldwide: false }, id, version)).rejects.toMatchObject({ details: { fields } })
  })

  it('are changed by operators alone', async () => {
    const stranger = { actor: { kind: 'anonymous' as const }, context: null }
    const id = (await listContacts(core.db))[0]?.id ?? ''
    const tries = [
      () => saveContact(core, stranger, { id: null, version: 0, typed: TYPED }),
      () => verifyContact(core, stranger, id),
      () => removeContact(core, stranger, id),
      () => restoreContact(core, stranger, id),
    ]
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('the pages of operators', () => {
  it('lead a stranger to sign in', async () => {
    expect((await arrive(world).get('/staff/contacts')).headers.get('location')).toBe('/staff/sign-in?next=%2Fstaff%2Fcontacts')
  })

  it('list, flag, add, verify, remove and restore', async () => {
    const operator = await signedIn(world, await newOperator(core))
    const list = await (await operator.get('/staff/contacts')).text()
    expect(list).toContain('<h1>Support contacts</h1>')
    expect(list).toContain('not verified for 90 days')
    const number = freshNumber()
    const form = { ...texts(), number, display: '', label: 'Berlin office' }
    const added = await operator.post('/staff/contacts/new', form)
    expect([added.status, added.headers.get('location')]).toEqual([303, '/staff/contacts'])
    const contact = (await listContacts(core.db)).find((one) => one.number === number)
    const path = `/staff/contacts/${contact?.id}`
    const page = await (await operator.get(path)).text()
    expect(page).toContain('value="Berlin office"')
    expect(page).toContain('Never verified')
    expect((await operator.post(`${path}/verify`, {})).status).toBe(303)
    expect(await (await operator.get(path)).text()).not.toContain('Never verified')
    expect((await operator.post(`${path}/remove`, {})).status).toBe(303)
    expect((await operator.get(path)).status).toBe(404)
    expect(await (await operator.get('/staff/contacts')).text()).toContain('Removed lately')
    expect((await operator.post(`${path}/restore`, {})).status).toBe(303)
    expect((await operator.get(path)).status).toBe(200)
  })

  it('say what is wrong beside the field, name the line, and keep what was typed', async () => {
    const operator = await signedIn(world, await newOperator(core))
    const form = { ...texts(), label: 'Kept label', hours: 'Mon 09:00-17:00\nTue 17:00-09:00', number: '+49 1' }
    const answer = await operator.post('/staff/contacts/new', form)
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('“Tue 17:00-09:00” ends before it starts')
    expect(page).toContain('No such number can exist')
    expect(page).toContain('value="Kept label"')
    expect(page).toContain('Mon 09:00-17:00\nTue 17:00-09:00')
  })

  it('refuse a second editor’s stale form, and fields that nobody asked for have no effect (I-33)', async () => {
    const operator = await signedIn(world, await newOperator(core))
    const { id, version, number } = await save({ number: freshNumber(), display: '' })
    const form = { ...texts(), number, display: '', verifiedAt: '2026-01-01', verified_at: '2026-01-01' }
    expect((await operator.post(`/staff/contacts/${id}`, { ...form, version: String(version) })).status).toBe(303)
    expect((await findContact(core.db, id))?.verifiedAt).toBeNull()
    expect((await operator.post(`/staff/contacts/${id}`, { ...form, version: String(version) })).status).toBe(412)
    for (const other of ['nonsense', '00000000-0000-4000-8000-000000000000', "'; drop table support_contacts"]) {
      expect((await operator.get(`/staff/contacts/${encodeURIComponent(other)}`)).status).toBe(404)
    }
  })
})

describe('what is published', () => {
  it('shows a new number as soon as the page is drawn anew, guessed from the browser’s languages', async () => {
    const number = freshNumber()
    await save({ number, display: '', label: 'Hamburg office', hours: 'Always' })
    await world.publication.catchUp()
    const page = await (
      await world.frontDoor.fetch(
        new Request('https://gatehouse.test/support/numbers', { headers: { 'accept-language': 'de-DE,de' } }),
        {},
      )
    ).text()
    expect(page).toMatch(new RegExp(`<h2>Germany</h2>[^]*href="tel:\\${number}"[^]*From anywhere`))
    const kept = world.publication.find('/support/numbers')
    expect(kept?.body).toContain(`href="tel:${number}"`)
    expect(kept?.body).not.toContain('<h2>Germany</h2>')
  })
})

function texts(): Record<string, string> {
  const { isWorldwide: _, severities: __, ...fields } = TYPED
  return fields
}
