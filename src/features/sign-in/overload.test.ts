import { hash } from '@node-rs/argon2'
import { describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { guess } from '../../../test/support/sign-in-attempts.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'
import { foldUsername } from '../../domain/username.ts'
import { nameSubjects } from './guard-subjects.ts'

const world = await useWorld({ work: false, config: { hashing: { concurrency: 1, queue: 1 } } })

async function budgetOf(username: string): Promise<{ spent: number; failures: number }> {
  const { name } = nameSubjects(world.app.config.secret, foldUsername(username))
  const budget = await world.app.db
    .selectFrom('guardBudgets')
    .select(['spent', 'failures'])
    .where('subject', '=', name)
    .executeTakeFirst()
  return budget ?? { spent: 0, failures: 0 }
}

describe('I-39 with the queue before the hash pool full', () => {
  it('a sign-in is answered by 503 with a time to come back, and charged nothing', async () => {
    const usernames = Array.from({ length: 24 }, (_, index) => `busy${index}_ab1`)
    const answers = await Promise.all(
      usernames.map(async (username) =>
        visitor(world.site, { origin: world.app.config.origin }).post('/sign-in', { username, password: 'wrong horse battery' }),
      ),
    )
    const refused = answers.filter(({ status }) => status === 503)
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([422, 503]))
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(refused.map(() => '5'))
    for (const [index, username] of usernames.entries()) {
      const failures = answers[index]?.status === 422 ? 1 : 0
      expect(await budgetOf(username)).toEqual({ spent: failures, failures })
    }
  })

  it('the right password enters as soon as there is room', async () => {
    const owner = await newCompany(world.app)
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => guess(world.app, owner)))
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(['entered', 'overloaded']))
    expect((await guess(world.app, owner)).code).toBe('entered')
    expect(await budgetOf(owner.username)).toEqual({ spent: 0, failures: 0 })
  })
})

describe('I-35 a credential of weaker parameters', () => {
  it('is raised at the next sign-in, and only by the right password', async () => {
    const owner = await newCompany(world.app)
    const pepper = world.config.platforms[0]?.pepper
    const weak = await hash(owner.password, { memoryCost: 8_192, timeCost: 1, ...(pepper ? { secret: pepper } : {}) })
    await world.app.db.updateTable('accounts').set({ credentialHash: weak }).where('id', '=', owner.accountId).execute()
    const stored = async () =>
      (await world.app.db.selectFrom('accounts').select('credentialHash').where('id', '=', owner.accountId).executeTakeFirst())
        ?.credentialHash
    expect((await guess(world.app, { ...owner, password: 'wrong horse battery' })).code).toBe('invalid_credentials')
    expect(await stored()).toBe(weak)
    expect((await guess(world.app, owner)).code).toBe('entered')
    const raised = await stored()
    expect(raised).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect((await guess(world.app, owner)).code).toBe('entered')
    expect(await stored()).toBe(raised)
  })
})
