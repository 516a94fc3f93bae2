import { Writable } from 'node:stream'
import pino from 'pino'
import { expect, it } from 'vitest'
import { useWorld } from '../../../test/support/world.ts'
import type { App } from '../../app.ts'
import { notePolicy } from './note-policy.ts'

const world = await useWorld({ platformId: 'PCI', work: false })

/** Starts the platform with such a policy; what it logs. */
async function startWith(config: Partial<App['config']>): Promise<readonly Record<string, unknown>[]> {
  const lines: Record<string, unknown>[] = []
  const stream = new Writable({
    write: (chunk: Buffer, _, done) => {
      lines.push(JSON.parse(chunk.toString()) as Record<string, unknown>)
      done()
    },
  })
  await notePolicy({ ...world.app, config: { ...world.app.config, ...config }, log: pino({ level: 'info', base: null }, stream) })
  return lines
}

const kept = async () =>
  (await world.app.db.selectFrom('policies').select('policy').orderBy('id').execute()).map(({ policy }) => policy)

it('a policy is logged when it changes, and kept; one below its standard is warned of at every start (N15)', async () => {
  const { profile } = world.app.config
  expect(await startWith({})).toMatchObject([{ msg: 'the policy has changed', changes: { name: { to: 'pci' } } }])
  expect(await startWith({})).toEqual([])

  const looser = { ...profile, session: { ...profile.session, idleSeconds: 1_800 } }
  const policyException = { reason: 'Agreed with our assessor.', loosened: ['idle_minutes'] }
  const warning = { level: 40, profile: 'pci', ...policyException }
  expect(await startWith({ profile: looser, policyException })).toMatchObject([
    warning,
    {
      changes: {
        session: { from: { idleSeconds: 900 }, to: { idleSeconds: 1_800 } },
        exception: { from: null, to: policyException },
      },
    },
  ])
  expect(await startWith({ profile: looser, policyException })).toMatchObject([warning])
  await Promise.all(Array.from({ length: 5 }, () => startWith({})))
  expect(await kept()).toMatchObject([{ exception: null }, { exception: policyException }, { exception: null }])
})
