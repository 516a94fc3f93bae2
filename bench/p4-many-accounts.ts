import { hashToken, newToken } from '../src/secrets.ts'
import { openCrowdSite, PASSWORD, type CrowdSite } from './support/crowd-site.ts'
import { inTurn, type Row } from './support/figure.ts'
import { cycle } from './support/people.ts'

const FEW = { accounts: 1_000, largest: 1_000 }
const ROUNDS = 9
/** Of each deed in a round, one after the other: what is compared is what one takes. */
const DEEDS = 40

/** P4: a sign-in, and the redemption of a key, with a million accounts in the database, beside the same with a thousand. */
export async function measureManyAccounts(many: CrowdSite): Promise<readonly Row[]> {
  const few = await openCrowdSite(FEW)
  try {
    const deeds = { many: await deedsOn(many), few: await deedsOn(few) }
    const compare = async (deed: 'signIn' | 'redeem') => {
      await deeds.many[deed]()
      await deeds.few[deed]()
      return inTurn(ROUNDS, { ours: deeds.many[deed], reference: deeds.few[deed] })
    }
    const reach = { bound: 'at most', value: 1.1 } as const
    return [
      { id: 'P4', figure: 'sign-in with 1,000,000 accounts beside 1,000', unit: 'ms', ...(await compare('signIn')), reach },
      { id: 'P4', figure: 'key redeemed with 1,000,000 accounts beside 1,000', unit: 'ms', ...(await compare('redeem')), reach },
    ]
  } finally {
    await few.close()
  }
}

type Deeds = { readonly signIn: () => Promise<number>; readonly redeem: () => Promise<number> }

/** Each deed for another account, spread over the whole crowd; milliseconds for one. */
async function deedsOn(site: CrowdSite): Promise<Deeds> {
  const { rows } = await site.db.query<{ id: string; username: string }>(
    `select id, username from accounts where state = 'active' order by md5(id::text) limit $1`,
    [2 * (ROUNDS + 1) * DEEDS],
  )
  const [next, nextId] = [cycle(rows.map(({ username }) => username)), cycle(rows.map(({ id }) => id).toReversed())]
  return {
    signIn: async () => {
      const requests = Array.from({ length: DEEDS }, () => signInRequest(site, next()))
      return perDeed(requests, (request) => site.answerTime(request, 303))
    },
    redeem: async () => perDeed(await mintKeys(site, Array.from({ length: DEEDS }, nextId)), site.redeem),
  }
}

async function perDeed<Thing>(things: readonly Thing[], deed: (thing: Thing) => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  for (const thing of things) await deed(thing)
  return (performance.now() - startedAt) / things.length
}

function signInRequest({ origin }: CrowdSite, username: string): Request {
  return new Request(`${origin}/sign-in`, {
    method: 'POST',
    body: new URLSearchParams({ username, password: PASSWORD }),
    headers: { origin, 'sec-fetch-site': 'same-origin' },
  })
}

/** A live reset key for each account, as a mail would carry it. */
async function mintKeys({ db }: CrowdSite, accountIds: readonly string[]): Promise<readonly string[]> {
  const keys = accountIds.map(() => newToken().token)
  await db.query(
    `insert into activation_keys (id, key_hash, account_id, purpose, expires_at)
     select gen_random_uuid(), decode(k.hash, 'hex'), k.account_id, 'reset', gatehouse_now() + interval '1 hour'
     from unnest($1::uuid[], $2::text[]) k (account_id, hash)`,
    [accountIds, keys.map((key) => hashToken(key).toString('hex'))],
  )
  return keys
}
