import { expect, test } from 'vitest'
import { useCore } from '../../../test/support/core-world.ts'
import { noteStatusChange } from './note-status-change.ts'
import { prepareStatus } from './prepare-status.ts'
import { readStatusFacts } from './read-facts.ts'

const core = await useCore({ work: false })

test('every platform of the directory has a component in the group of its region, and shared parts stand last (S03)', async () => {
  const { facts } = await readStatusFacts(core.app)
  expect(facts.components.map(({ platformId }) => platformId)).toEqual([...core.config.directory.map(({ id }) => id), null, null])
  const americas = facts.groups.find(({ name }) => name === 'Americas')
  const inAmericas = facts.components.filter(({ groupId }) => groupId === americas?.id).map(({ key }) => key)
  expect(inAmericas).toEqual(['US1', 'US2', 'US3', 'US4', 'GOV1', 'CA1'])
})

test('preparing again changes nothing; a platform that has left the directory is retired, and comes back with its id', async () => {
  const before = await readStatusFacts(core.app)
  await Promise.all([prepareStatus(core.app), prepareStatus(core.app)])
  expect((await readStatusFacts(core.app)).revision).toBe(before.revision)

  const directory = core.config.directory.filter(({ id }) => id !== 'EU2')
  await prepareStatus({ ...core.app, config: { ...core.app.config, directory } })
  const without = await readStatusFacts(core.app)
  expect(without.revision).toBe(before.revision + 1)
  expect(without.facts.components.map(({ key }) => key)).not.toContain('EU2')

  await prepareStatus(core.app)
  const again = await readStatusFacts(core.app)
  const idOf = ({ facts }: typeof again) => facts.components.find(({ key }) => key === 'EU2')?.id
  expect(idOf(again)).toBe(idOf(before))
})

test('each change counts the revision up by one', async () => {
  const before = await readStatusFacts(core.app)
  await Promise.all([1, 2, 3].map(() => core.app.db.transaction().execute(noteStatusChange)))
  expect((await readStatusFacts(core.app)).revision).toBe(before.revision + 3)
})
