import { hash } from '@node-rs/argon2'
import type pg from 'pg'
import { hashToken, newId, newToken } from '../../src/secrets.ts'

/** A password that all of the pool share, and its stored form: one hash instead of thousands. */
export type Pool = { readonly usernames: readonly string[]; readonly password: string; readonly credential: string }

/** Adds a subscription with `count` active accounts that can sign in. */
export async function addPeople(db: pg.Client, { count, pepper }: { count: number; pepper: Uint8Array }): Promise<Pool> {
  const password = 'correct horse battery staple'
  const credential = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32, secret: pepper })
  await db.query(`insert into subscriptions (id, name, acronym) values ($1, 'Bench', 'bench')`, [newId()])
  const { rows } = await db.query<{ username: string }>(
    `insert into accounts (id, subscription_id, username, username_folded, first_name, last_name, email, role, state,
       state_changed_by, credential_hash, credential_set_at)
     select gen_random_uuid(), s.id, 'bench_p' || n, 'bench_p' || n, 'Pat', 'Poole', 'p' || n || '@mail.test', 'reader', 'active', 'bench', $2, now()
     from subscriptions s, generate_series(1, $1::integer) n where s.acronym = 'bench' returning username`,
    [count, credential],
  )
  await db.query('analyze')
  return { usernames: rows.map(({ username }) => username), password, credential }
}

/** A live session of each account of the pool; the tokens of their cookies. */
export async function openSessions(db: pg.Client, { usernames }: Pool): Promise<readonly string[]> {
  const sessions = usernames.map((username) => ({ username, ...newToken() }))
  await db.query(
    `insert into sessions (id, token_hash, account_id, browser, system, address)
     select gen_random_uuid(), decode(t.hash, 'hex'), a.id, 'Chrome 140', 'Linux', '127.0.0.1'
     from unnest($1::text[], $2::text[]) t (username, hash) join accounts a using (username)`,
    [usernames, sessions.map(({ token }) => hashToken(token).toString('hex'))],
  )
  await db.query('analyze')
  return sessions.map(({ token }) => token)
}

/** Takes the entries of a list one after another, over and over. */
export function cycle<Entry>(entries: readonly Entry[]): () => Entry {
  let taken = 0
  return () => {
    const entry = entries[taken % entries.length]
    taken += 1
    if (entry === undefined) throw new Error('there is nothing to take')
    return entry
  }
}
