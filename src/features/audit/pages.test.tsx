import { describe, expect, it } from 'vitest'
import { newCompany, newPerson, newUnit } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { useWorld } from '../../../test/support/world.ts'
import { AUDIT_ACTIONS, type AuditAction } from '../../domain/audit-actions.ts'
import type { AuditEvent } from '../../domain/audit-trail.ts'
import { AUDIT_GROUPS } from '../../domain/audit-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import { eventDetails, EventSentence } from './event-views.tsx'
import { recordAudit } from './record.ts'
import { sealForgotten } from './sealer.ts'

const world = await useWorld({ work: false })
const { app } = world
const manager = await newCompany(app)
const { subscriptionId } = manager
const ann = await newPerson(app, subscriptionId, { firstName: 'Ann', lastName: 'Ode' })
const boss = await signedIn(world, manager)

const tell = (action: AuditAction, of: { accountId?: string; details?: Record<string, unknown>; address?: string } = {}) =>
  recordAudit(app.db, {
    action,
    actor: { kind: 'job' },
    subscriptionId,
    accountId: of.accountId ?? null,
    details: of.details ?? {},
    context: of.address === undefined ? null : { requestId: 'r', address: of.address, network: '', browser: '', system: '' },
  })

/** The sentences of a page as they are read. */
const sentencesOf = (page: string) =>
  [...page.matchAll(/<span class="event">(.*?)<\/span>/gs)].map(([, html = '']) => html.replaceAll(/<[^>]+>/g, ''))

describe('the Audit page (A04)', () => {
  it('tells what was done, in sentences, to those who may read it', async () => {
    await boss.post(`/users/${ann.accountId}/deactivate`, {})
    const page = await pageAt(boss, '/audit')
    expectWords(page, ['<h1>Audit</h1>', 'Sign-ins are kept for 90 days, everything else for 400 days'])
    expect(sentencesOf(page).slice(0, 2)).toEqual([
      `Sam Lee ${manager.username} deactivated Ann Ode ${ann.username}`,
      `Sam Lee ${manager.username} signed in`,
    ])
    expectWords(await pageAt(boss, '/'), ['href="/audit"'])
  })

  it('is not there for those who may not', async () => {
    const reader = await signedIn(world, await newPerson(app, subscriptionId))
    expect((await reader.get('/audit')).status).toBe(403)
    expectNoWords(await pageAt(reader, '/'), ['href="/audit"'])
  })

  it('says to a Unit Manager that it is of their unit', async () => {
    const businessUnitId = await newUnit(app, subscriptionId)
    const wish = { role: 'unit_manager', businessUnitId, extraRights: ['read_audit'] } as const
    const head = await signedIn(world, await newPerson(app, subscriptionId, wish))
    const page = await pageAt(head, '/audit')
    expectWords(page, ['What happened in your unit of'])
    expect(sentencesOf(page)).toHaveLength(1)
  })

  it('shows which events are sealed', async () => {
    expectWords(await pageAt(boss, '/audit'), ['Not yet'])
    await sealForgotten(app)
    const [latest] = await app.db.selectFrom('auditSeals').select('number').orderBy('number', 'desc').limit(1).execute()
    const page = await pageAt(boss, '/audit')
    expectNoWords(page, ['Not yet'])
    expectWords(page, [`${latest?.number}</span>`])
  })

  it('keeps the search in its form, and in the address of the exports', async () => {
    const page = await pageAt(boss, `/audit?whom=${ann.username}&what=users&from=2020-01-01&network=0.0.0.0/0`)
    expectWords(page, [
      `value="${ann.username}"`,
      '<option value="users" selected',
      'value="2020-01-01T00:00"',
      `href="/audit/export.csv?whom=${ann.username}&amp;what=users&amp;from=2020-01-01T00%3A00&amp;network=0.0.0.0%2F0"`,
      'Clear',
    ])
    expect(sentencesOf(page)).toHaveLength(1)
  })

  it('names what it cannot read, keeps what was typed, and shows no part for all', async () => {
    const answer = await boss.get('/audit?from=yesterday&network=10.0.0.0/99&who=jane')
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expectWords(page, [
      'From (UTC): Enter a day',
      'Network: Enter an address or a network',
      'value="jane"',
      'value="10.0.0.0/99"',
    ])
    expectNoWords(page, ['<table', 'Export CSV'])
    expect((await boss.get('/audit/export.csv?from=yesterday')).status).toBe(422)
  })

  it('says so where nothing is found', async () => {
    expectWords(await pageAt(boss, '/audit?whom=nobody'), ['Nothing found', 'Show everything'])
    expectWords(await pageAt(boss, '/audit?older=1.1'), ['Nothing on this page', 'Back to the latest'])
  })

  it('shows nothing as markup, and turns no text around', async () => {
    const nasty = await newPerson(app, subscriptionId, { firstName: '<b>Bold', lastName: 'x' })
    await tell('profile.changed', { accountId: nasty.accountId, details: { note: '<script>\u202Eevil' } })
    const page = await pageAt(boss, `/audit?whom=${nasty.accountId}`)
    expectWords(page, ['&lt;b&gt;Bold', 'Note: &lt;script&gt;\uFFFDevil'])
    expectNoWords(page, ['<b>', '<script>\u202E'])
  })
})

describe('exports of the trail (A04)', () => {
  it('in CSV: what was searched for, and no cell that a spreadsheet would calculate', async () => {
    const formula = await newPerson(app, subscriptionId, { firstName: '=HYPERLINK("x")', lastName: 'y' })
    await tell('email.changed', { accountId: formula.accountId, details: { to: 'a,b' }, address: '192.0.2.9' })
    const answer = await boss.get(`/audit/export.csv?whom=${formula.accountId}`)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="audit-\d{4}-\d\d-\d\d\.csv"$/)
    const [head = '', line = '', ...rest] = (await answer.text()).split('\r\n')
    expect(head).toBe('event,time,action,what,by,who_username,who_name,whom_username,whom_name,address,details,request,seal')
    expect(line).toMatch(/^\d+,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z,email\.changed,E-mail address changed,job,,,/)
    expect(line).toContain(`,${formula.username},"'=HYPERLINK(""x"") y",192.0.2.9,"{""to"":""a,b""}",r,`)
    expect(rest).toEqual([''])
  })

  it('in JSON lines: an event on each', async () => {
    const answer = await boss.get('/audit/export.jsonl?what=account.deactivated')
    expect(answer.headers.get('content-type')).toBe('application/jsonl; charset=utf-8')
    const lines = (await answer.text()).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        action: 'account.deactivated',
        by: 'account',
        who: { id: manager.accountId, username: manager.username, name: 'Sam Lee' },
        whom: { id: ann.accountId, username: ann.username, name: 'Ann Ode' },
        details: { sessions: 0 },
      }),
    ])
  })

  it('are in the trail themselves (I-32)', async () => {
    expect(sentencesOf(await pageAt(boss, '/audit?what=audit.exported'))[0]).toBe(
      `Sam Lee ${manager.username} exported the audit trail`,
    )
  })
})

describe('the words of the trail', () => {
  const event: AuditEvent = {
    id: 1,
    microseconds: 0,
    at: new Date(0),
    action: 'account.activated',
    actorKind: 'account',
    who: { id: 'a', username: 'acme_jd1', name: 'Jane Doe' },
    whom: { id: 'b', username: 'acme_bo1', name: 'Ben Ode' },
    details: {},
    address: null,
    requestId: null,
    seal: null,
  }
  const read = (of: Partial<AuditEvent>) =>
    String(EventSentence({ event: { ...event, ...of }, words: PRODUCTS.pci.words })).replaceAll(/<[^>]+>/g, '')

  it.each<[Partial<AuditEvent>, string]>([
    [{}, 'Jane Doe acme_jd1 activated Ben Ode acme_bo1'],
    [{ actorKind: 'api_token' }, 'Jane Doe acme_jd1 (by an API token) activated Ben Ode acme_bo1'],
    [{ actorKind: 'operator', who: null }, 'The operator of this platform activated Ben Ode acme_bo1'],
    [{ action: 'sessions.ended', whom: event.who }, 'Jane Doe acme_jd1 ended sessions of their own'],
    [{ action: 'account.frozen', actorKind: 'job', who: null }, 'Ben Ode acme_bo1 became Inactive by failed sign-ins'],
    [{ whom: { id: 'b', username: null, name: null } }, 'Jane Doe acme_jd1 activated a user who is gone'],
    [{ action: 'subscription.point_of_contact_changed' }, 'Jane Doe acme_jd1 made Ben Ode acme_bo1 the primary contact'],
    [{ action: 'of_a.later_version' }, 'of_a.later_version'],
  ])('%j', (of, sentence) => {
    expect(read(of)).toBe(sentence)
  })

  it.each<[Record<string, unknown>, string]>([
    [{ browser: 'Firefox', system: 'Linux', reason: 'wrong_password' }, 'Reason: wrong password · Firefox on Linux'],
    [{ role: { from: 'reader', to: 'unit_manager' } }, 'Role: Reader → Unit Manager'],
    [
      { extraRights: ['read_audit'], sent: true, sessions: 1_200 },
      'Extra rights: read_audit · Mail ordered: yes · Sessions ended: 1,200',
    ],
    [{ from: '2026-11-23', format: 'csv' }, 'From: 2026-11-23 · Format: csv'],
    [{ to: 'new@mail.test', from: 'old@mail.test', sent: true }, 'old@mail.test → new@mail.test · Mail ordered: yes'],
    [
      { incidentId: 'x', impact: { from: 'major', to: 'major' }, components: ['EU Platform 1: partial_outage'] },
      'Impact: major · Components: EU Platform 1: partial outage',
    ],
    [
      { end: { from: '2026-11-30T06:00:00.000Z', to: null }, start: '2026-11-30T02:00:00.000Z', name: 'New racks' },
      'Name: New racks · Start: 30 November 2026 at 02:00 UTC · End: 30 November 2026 at 06:00 UTC → none',
    ],
    [{ tokenId: 'x', demo: true, deep: { a: { b: 1 } }, empty: '' }, ''],
  ])('details %j', (details, words) => {
    expect(eventDetails({ ...event, details }, PRODUCTS.pci.words)).toBe(words)
  })

  it('every act has a label of its own, a group that is offered, and a sentence', () => {
    const all = Object.values(AUDIT_ACTIONS)
    expect(new Set(all.map(({ label }) => label)).size).toBe(all.length)
    expect(all.filter(({ group }) => !Object.hasOwn(AUDIT_GROUPS, group))).toEqual([])
    expect(all.filter(({ sentence }) => /\{(?!whom?\}|contact\})/u.test(sentence))).toEqual([])
  })
})
