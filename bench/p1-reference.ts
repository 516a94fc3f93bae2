import { verify } from '@node-rs/argon2'

/** Checks one password again and again, so many at a time, and prints how many a second. It does nothing else. */
const { CREDENTIAL = '', PASSWORD = '', PEPPER = '', CONCURRENCY = '1', SECONDS = '1' } = process.env
const secret = Buffer.from(PEPPER, 'hex')
const until = performance.now() + Number(SECONDS) * 1000
const times: number[] = []

async function loop(): Promise<void> {
  while (performance.now() < until) {
    if (!(await verify(CREDENTIAL, PASSWORD, { secret }))) throw new Error('the password does not match')
    times.push(performance.now())
  }
}

await Promise.all(Array.from({ length: Number(CONCURRENCY) }, loop))
const [first = 0] = times
console.log(((times.length - 1) / ((times.at(-1) ?? 0) - first)) * 1000)
