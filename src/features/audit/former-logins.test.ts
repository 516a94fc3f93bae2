import { describe, expect, it } from 'vitest'
import { newCompany, newPerson } from '../../../test/support/people.ts'
import { expectNoWords, expectWords, pageAt, signedIn } from '../../../test/support/signed-in.ts'
import { changeLogin, undoKey, undoLogin } from '../../../test/support/user-logins.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld({ platformId: 'PCI' })
const manager = await newCompany(world.app)
const person = await newPerson(world.app, manager.subscriptionId, {
  username: 'Olive@Former.test',
  firstName: 'Olive',
  lastName: 'Reed',
})
const { username } = await changeLogin(world, person)
const boss = await signedIn(world, manager)

const search = (query: Record<string, string>) => pageAt(boss, `/audit?${new URLSearchParams(query)}`)

describe('the history of user logins (S29, N13)', () => {
  it('stands in the trail with the old and the new one, for Managers alone', async () => {
    const page = await search({ what: 'username.changed' })
    expectWords(page, ['Olive Reed', 'changed their user login', `${person.username} \u2192 ${username}`])
    const user = await signedIn(world, await newPerson(world.app, manager.subscriptionId))
    expect((await user.get('/audit')).status).toBe(403)
  })

  it.each([
    ['as it was', 'Olive@Former.test'],
    ['in part', 'former.test'],
    ['as it is now', username],
  ])('is found by the login %s, be it of who did something or of whom it was done to', async (_, typed) => {
    for (const side of ['who', 'whom']) {
      const page = await search({ [side]: typed })
      expectWords(page, ['changed their user login', username])
      expectNoWords(page, ['Nothing found'])
    }
  })

  it('is not found by the login of somebody in another subscription (I-26)', async () => {
    const stranger = await newCompany(world.app)
    const changed = await changeLogin(world, stranger)
    for (const typed of [stranger.username, changed.username]) expectWords(await search({ whom: typed }), ['Nothing found'])
  })

  it('tells that a change was undone', async () => {
    const other = await newPerson(world.app, manager.subscriptionId, { firstName: 'Una', lastName: 'Dole' })
    await changeLogin(world, other)
    const key = await undoKey(world, other, other.username)
    await undoLogin(visitor(world.site, { origin: world.app.config.origin }), { key, email: other.email })
    expectWords(await search({ what: 'username.restored' }), [
      'Una Dole',
      'was undone by a mailed key',
      `\u2192 ${other.username}`,
    ])
  })

  it('offers what can happen here, and leads nowhere else', async () => {
    const page = await search({ what: 'username.changed' })
    expectWords(page, ['>User login changed<', '>User deactivated<', 'href="/audit/export.csv?what=username.changed"'])
    expectNoWords(page, ['Business unit', 'API token', 'Import started', 'Users exported'])
    for (const [, path = ''] of page.matchAll(/<(?:a|form method="get")[^>]* (?:href|action)="(\/[^"?#]*)/gu)) {
      expect([path, (await boss.get(path)).status]).not.toEqual([path, 404])
    }
  })
})
