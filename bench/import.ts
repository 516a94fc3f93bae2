import { openBench, type Bench } from './support/bench.ts'
import { ask, paced, percentile } from './support/paced.ts'
import { cycle, openSessions } from './support/people.ts'

/**
 * `npm run -s build && node bench/import.ts [rows]`: an import of so many users, and what people who sign in meanwhile
 * notice of it. Measured, not judged: what a machine does on the side falls on it.
 */
const ROWS = Number(process.argv[2] ?? 100_000)
/** What a company of a hundred thousand might see in the morning. */
const SIGN_INS_A_SECOND = 10
const BEFORE_SECONDS = 20

const bench = await openBench()
try {
  const { manager, cookie } = await managerSession(bench)
  const signInOnce = signIns(bench)
  console.log(`sign-ins before: ${words(await paced(SIGN_INS_A_SECOND, after(BEFORE_SECONDS), signInOnce))}`)

  let startedAt = performance.now()
  const upload = ask({ port: bench.product.port, method: 'POST', path: '/users/import', ...fileOf(cookie) })
  const checking = isSettled(upload)
  console.log(`sign-ins while the file is checked: ${words(await paced(SIGN_INS_A_SECOND, checking, signInOnce))}`)
  const { status, location } = await upload
  if (status !== 303) throw new Error(`the file was answered by ${status}`)
  console.log(`checked: ${rate(startedAt)}`)

  startedAt = performance.now()
  await ask({
    port: bench.product.port,
    method: 'POST',
    path: `${location}/start`,
    headers: formHeaders(cookie),
    body: 'welcomes=no',
  })
  const done = isSettled(ended(bench, location.split('/').at(-1) ?? ''))
  console.log(`sign-ins while it runs: ${words(await paced(SIGN_INS_A_SECOND, done, signInOnce))}`)
  console.log(`imported: ${rate(startedAt)}`)

  startedAt = performance.now()
  const exported = await ask({ port: bench.product.port, path: '/users/export.csv', headers: formHeaders(cookie) })
  console.log(`exported: ${rate(startedAt)}, ${(exported.body.length / 1e6).toFixed(1)} MB; the Manager is ${manager}`)
} finally {
  await bench.close()
}

function rate(startedAt: number): string {
  const seconds = (performance.now() - startedAt) / 1_000
  return `${ROWS} rows in ${seconds.toFixed(1)} s, ${(ROWS / seconds).toFixed(0)} a second`
}

function words(times: readonly number[]): string {
  const at = (share: number) => `${percentile(times, share).toFixed(0)} ms`
  return `median ${at(0.5)}, p95 ${at(0.95)}, worst ${at(1)} of ${times.length}`
}

function after(seconds: number): () => boolean {
  const end = performance.now() + seconds * 1_000
  return () => performance.now() > end
}

function isSettled(work: Promise<unknown>): () => boolean {
  let isOver = false
  void work.finally(() => (isOver = true)).catch(() => undefined)
  return () => isOver
}

async function ended({ db }: Bench, importId: string): Promise<void> {
  for (;;) {
    const { rows } = await db.query<{ state: string }>('select state from user_imports where id = $1', [importId])
    if (rows[0]?.state !== 'running') return
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

/** The first of the pool becomes a Manager with a session. */
async function managerSession({ db, pool }: Bench): Promise<{ manager: string; cookie: string }> {
  const [manager = ''] = pool.usernames
  await db.query(`update accounts set role = 'manager' where username = $1`, [manager])
  const [token = ''] = await openSessions(db, { ...pool, usernames: [manager] })
  return { manager, cookie: `__Host-session=${token}` }
}

function host(): string {
  return `${bench.platform.hostname}:${bench.product.port}`
}

function formHeaders(cookie: string): Record<string, string> {
  return {
    Host: host(),
    Origin: `http://${host()}`,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'application/x-www-form-urlencoded',
    Cookie: cookie,
  }
}

function signIns({ pool, product }: Bench): () => Promise<{ milliseconds: number }> {
  const username = cycle(pool.usernames)
  return async () => {
    const body = new URLSearchParams({ username: username(), password: pool.password }).toString()
    const answer = await ask({ port: product.port, method: 'POST', path: '/sign-in', headers: formHeaders(''), body })
    if (answer.status !== 303) throw new Error(`a sign-in was answered by ${answer.status}`)
    return answer
  }
}

function fileOf(cookie: string): { headers: Record<string, string>; body: Uint8Array } {
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const [first, last] = [String.fromCodePoint(97 + (index % 26)), String.fromCodePoint(97 + (Math.floor(index / 26) % 26))]
    return `E-${index},${first}nna ${index},${last}ee,user${index}@mail.test,Reader,Unit ${index % 20}`
  })
  const csv = ['external_id,first_name,last_name,email,role,business_unit', ...rows, ''].join('\n')
  const part = (name: string, text: string) => `--bench\r\nContent-Disposition: form-data; ${name}\r\n\r\n${text}\r\n`
  const body = Buffer.from(`${part('name="createsUnits"', 'yes')}${part('name="file"; filename="users.csv"', csv)}--bench--\r\n`)
  const headers = {
    ...formHeaders(cookie),
    'Content-Type': 'multipart/form-data; boundary=bench',
    'Content-Length': String(body.length),
  }
  return { headers, body }
}
