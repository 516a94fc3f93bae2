import { expect, it } from 'vitest'
import { actorFor, newCompany } from '../../../test/support/people.ts'
import { requestFrom } from '../../../test/support/sign-in-attempts.ts'
import { useWorld } from '../../../test/support/world.ts'
import { TOKEN_TRIAL_PAUSE_SECONDS, TRIAL_SECONDS } from '../../domain/security-settings.ts'
import { newId } from '../../secrets.ts'
import { changeSettings } from './change-settings.ts'

const world = await useWorld({ work: false })

it('N12 an API token keeps nobody out by one trial after another; somebody signed in may try again at once', async () => {
  const boss = await newCompany(world.app)
  const { kind: _account, sessionId: _none, ...standing } = actorFor(boss)
  const token = { kind: 'api_token', tokenId: newId(), ...standing } as const
  const from = requestFrom('203.0.113.7')
  const change = { wanted: { allowedNetworks: ['203.0.113.7/32'] } }
  const tried = { hasChanged: true, trial: { isStillIn: true } }
  expect(await changeSettings(world.app, token, change, from)).toMatchObject(tried)
  await world.passTime(TRIAL_SECONDS + 1)
  await expect(changeSettings(world.app, token, change, from)).rejects.toMatchObject({ code: 'too_many_requests' })
  expect(await changeSettings(world.app, token, { wanted: { freezeThreshold: 5 } }, from)).toMatchObject({ trial: null })
  expect((await changeSettings(world.app, actorFor(boss), change, from)).trial).not.toBeNull()
  await world.passTime(TOKEN_TRIAL_PAUSE_SECONDS + 1)
  expect(await changeSettings(world.app, token, change, from)).toMatchObject(tried)
})
