import type { KeyPurpose } from '../../src/domain/activation-key.ts'
import { claimKey, mintKey } from '../../src/features/accounts/keys.ts'
import { newToken } from '../../src/secrets.ts'
import { newCompany, type Person } from './people.ts'
import type { World } from './world.ts'

/** A key that was never mailed. */
export async function mintFor(world: World, person: Person, purpose: KeyPurpose): Promise<string> {
  const { key } = await world.app.db.transaction().execute((trx) => mintKey(trx, { accountId: person.accountId, purpose }))
  return key
}

/** One key of every dead kind that the page of a purpose can meet, all of one length; three days pass. */
export async function deadKeys(
  world: World,
  foreign: World,
  { purpose, otherPurpose }: { purpose: KeyPurpose; otherPurpose: KeyPurpose },
): Promise<ReadonlyMap<string, string>> {
  const company = () => newCompany(world.app)
  const [one, two, three, foreigner] = [await company(), await company(), await company(), await newCompany(foreign.app)]
  const expired = await mintFor(world, one, purpose)
  await world.passTime(73 * 3_600)
  const superseded = await mintFor(world, two, purpose)
  const live = await mintFor(world, two, purpose)
  const used = await mintFor(world, three, purpose)
  await world.app.db.transaction().execute((trx) => claimKey(trx, used, [purpose]))
  return new Map([
    ['used', used],
    ['expired', expired],
    ['superseded', superseded],
    ['for another page', await mintFor(world, three, otherPurpose)],
    ['of another platform', await mintFor(foreign, foreigner, purpose)],
    ['never made', newToken().token],
    ['malformed', `${live.slice(0, 42)}!`],
    ['live, in another case', live.toLowerCase() === live ? live.toUpperCase() : live.toLowerCase()],
  ])
}
