import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { get } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { demoConfig } from '../../src/config/demo-config.ts'

const PROGRAM = fileURLToPath(new URL('../../dist/main.js', import.meta.url))

/** The options of node that `npm start` and docs/operations.md give. */
const AS_DOCUMENTED = ['--max-semi-space-size=8']

/** The product in a process of its own, as a user starts it; its log goes nowhere, but is written at its usual level. */
export type Product = {
  readonly port: number
  readonly pid: number
  /** From its start to the first "ready". */
  readonly secondsToReady: number
  /** Asks it to stop and waits until it has. */
  readonly stop: () => Promise<void>
}

/** Starts `gatehouse demo` on a data folder and waits until it is ready. */
export async function startProduct(dataFolder: string): Promise<Product> {
  const port = await freePort()
  const environment = { ...process.env, PORT: String(port), GATEHOUSE_DATA: dataFolder, GATEHOUSE_LOG_LEVEL: 'info' }
  const startedAt = performance.now()
  const child = spawn(process.execPath, [...AS_DOCUMENTED, PROGRAM, 'demo'], {
    env: environment,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await isReady(port, child)
  const secondsToReady = (performance.now() - startedAt) / 1000
  if (child.pid === undefined) throw new Error('the product has no process')
  return { port, pid: child.pid, secondsToReady, stop: () => end(child) }
}

/** Starts one of the references beside the figures and returns the first line that it prints. */
export async function startReference(
  name: string,
  environment: Record<string, string>,
): Promise<{ line: string; pid: number; stop: () => Promise<void> }> {
  const program = fileURLToPath(new URL(`../${name}.ts`, import.meta.url))
  const child = spawn(process.execPath, [program], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { line: line.toString().trim(), pid: child.pid ?? 0, stop: () => end(child) }
}

/** The first platform of the demo, as that product configured itself. */
export function servedPlatform(dataFolder: string) {
  const [platform] = demoConfig({ GATEHOUSE_DATA: dataFolder }).platforms
  if (platform?.database.kind !== 'embedded') throw new Error('the demo serves no platform on the private PostgreSQL')
  return {
    name: platform.database.name,
    pepper: platform.pepper ?? new Uint8Array(),
    hostname: new URL(platform.origin).hostname,
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const POLL_MILLISECONDS = 4

async function isReady(port: number, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    if ((await statusOf(port)) === 200) return
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
  }
  throw new Error(`the product ended with ${child.exitCode} before it was ready`)
}

async function statusOf(port: number): Promise<number | null> {
  const { promise, resolve } = Promise.withResolvers<number | null>()
  const request = get({ host: '127.0.0.1', port, path: '/health/ready', agent: false }, (answer) => {
    answer.resume()
    resolve(answer.statusCode ?? null)
  })
  request.on('error', () => resolve(null))
  return promise
}

/** Resident memory of one process in MB; null where the system doesn't say. */
export async function residentMegabytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return kilobytesAfter('VmRSS:', status)
}

/** Memory of the private PostgreSQL and all its sessions in MB, what they share counted once; null where the system doesn't say. */
export async function postgresMegabytes(dataFolder: string): Promise<number | null> {
  const [postmaster = ''] = (await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const children = await readFile(`/proc/${postmaster}/task/${postmaster}/children`, 'utf8').catch(() => '')
  const pids = [postmaster, ...children.split(' ').filter((pid) => pid !== '')]
  const shares = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '')))
  const sizes = shares.map((share) => kilobytesAfter('Pss:', share)).filter((size) => size !== null)
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0)
}

function kilobytesAfter(label: string, text: string): number | null {
  const line = text.split('\n').find((candidate) => candidate.startsWith(label))
  return line === undefined ? null : Number(/\d+/.exec(line)?.[0]) / 1024
}
