import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { hashToken } from '../src/secrets.ts'

/** The least that can answer who is signed in: `node:http`, a pool, one named statement, JSON. Prints its port. */
const { PGHOST: host = '', PGUSER: user = '', PGDATABASE: database = '' } = process.env
const pool = new pg.Pool({ host, user, database, max: 12 })

type Session = { username: string; role: string; subscriptionName: string; signedInAt: Date; idleEndsAt: Date }

/** The columns and conditions of our own session check, so that the two differ in what stands around it. */
const text = `
  select s.id as "sessionId", s.account_id as "accountId", a.subscription_id as "subscriptionId", b.name as "subscriptionName", a.username,
    a.first_name as "firstName", a.last_name as "lastName", a.email, a.role, s.previous_sign_in as "previousSignIn", s.created_at as "signedInAt",
    s.last_seen_at + interval '1 hour' as "idleEndsAt", s.last_seen_at < now() - interval '1 minute' as "isStale"
  from sessions s join accounts a on a.id = s.account_id join subscriptions b on b.id = a.subscription_id
  where s.token_hash = $1 and a.state = 'active' and (b.expired_at is null or b.expired_at > now())
    and s.last_seen_at > now() - interval '1 hour' and s.created_at > now() - interval '12 hours'`

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const token = /__Host-session=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
  const { rows } = await pool.query<Session>({ name: 'session', text, values: [hashToken(token)] })
  const [session] = rows
  const { username, role, subscriptionName: subscription, signedInAt, idleEndsAt } = session ?? {}
  const body = JSON.stringify({ username, role, subscription, signedInAt, idleEndsAt })
  response
    .writeHead(session ? 200 : 401, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) })
    .end(body)
}

const server = createServer((request, response) => void answer(request, response))
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
