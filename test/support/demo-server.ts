import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from '../../src/app.ts'
import { CORE_ID } from '../../src/config/core-config.ts'
import { demoConfig } from '../../src/config/demo-config.ts'
import type { Core } from '../../src/core.ts'
import { type DemoAccount, readDemoFile } from '../../src/demo/demo-file.ts'
import type { Site } from '../../src/http/site.ts'
import { openGatehouse, type OpenGatehouse } from '../../src/sites/gatehouse.ts'
import { freePort, startGatehouse } from './gatehouse-process.ts'
import { type Mailbox, openMailbox, type ReadMail } from './read-mail.ts'
import { realSite } from './real-site.ts'

export type DemoKey =
  | 'manager'
  | 'manager2'
  | 'unitManager'
  | 'scanner'
  | 'reader'
  | 'auditor'
  | 'remediation'
  | 'inactive'
  | 'frozen'
  | 'pending'
  | 'sole'
  | 'soleInactive'
  | 'solePending'
  | 'euManager'
  | 'euReader'
  | 'pciManager'
  | 'pciManager2'
  | 'pciUser'
  | 'pciPending'
  | 'pciInactive'
  | 'pciSolePending'
  | 'operator'
  | 'operator2'
  | 'operatorPending'

/** A demo as anyone would start it: `node dist/main.js demo` in a process, on a port and a data folder of its own. */
export type Demo = {
  readonly port: number
  readonly dataFolder: string
  /** `http://localhost:<port>`, for browsers; Node finds it there, too. */
  readonly frontDoor: string
  /** `http://us1.localhost:<port>`: browsers find it, Node doesn't; see `site`. */
  readonly origin: (platformId: string) => string
  /** A platform, or the front door for null, over real HTTP: for `visitor()`, or `fetch` with a Request to its origin. */
  readonly site: (platformId: string | null) => Site
  readonly accounts: Readonly<Record<DemoKey, DemoAccount>>
  /** The mails to an address, oldest first; waits until there are `count` of them. */
  readonly mails: (to: string, count?: number) => Promise<readonly ReadMail[]>
  /** The newest mail to an address; waits for one, and throws where none comes. */
  readonly newestMail: (to: string) => Promise<ReadMail>
  /** Does a deed, and waits for the mail to an address that it brings; throws where none comes. */
  readonly nextMail: (to: string, deed: () => Promise<unknown>) => Promise<ReadMail>
  /** This process's own view of a platform's database: for verbs and `people.ts`, beside the running demo. */
  readonly app: (platformId?: string) => Promise<App>
  /** The same of the front door. */
  readonly core: () => Promise<Core>
  /** Closes that view, so that the demo is alone on its database; `app` opens it anew. */
  readonly closeApp: () => Promise<void>
  /** What the demo has written so far. */
  readonly output: () => string
  readonly postgresPid: () => Promise<number>
  readonly pid: number
  /** Asks it to end (SIGTERM), waits, and answers its exit code. A folder that `startDemo` made goes with it. */
  readonly stop: () => Promise<number | null>
  /** `kill -9`, and waits; the private PostgreSQL stays. Start another demo on the same folder, or stop() this one. */
  readonly kill9: () => Promise<void>
}

type Options = {
  /** Given folders stay. */
  readonly dataFolder?: string
  readonly port?: number
}

/** Starts a demo and waits until it is ready; builds it first where `dist` is older than `src`. */
export async function startDemo(options: Options = {}): Promise<Demo> {
  const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'gatehouse-demo-')))
  const port = options.port ?? (await freePort())
  const environment = { GATEHOUSE_DATA: dataFolder, PORT: String(port) }
  const removeFolder = options.dataFolder === undefined
  const running = await startGatehouse({
    args: ['demo'],
    environment,
    port,
    dataFolder,
    removeFolder,
    health: '/health/ready',
    sign: 'Ctrl-C',
  })

  let opened: Promise<OpenGatehouse> | null = null
  const open = async () => openGatehouse({ ...demoConfig(environment), logLevel: 'silent' }, { install: false, work: false })
  const closeApp = async () => {
    await (await opened)?.close()
    opened = null
  }
  const end = async (signal: NodeJS.Signals) => {
    await closeApp()
    return running.end(signal)
  }
  return {
    port,
    dataFolder,
    frontDoor: `http://localhost:${port}`,
    origin: (platformId) => `http://${hostOf(platformId, port)}`,
    site: (platformId) => realSite({ port, host: hostOf(platformId, port) }),
    accounts: accountsByKey(dataFolder),
    ...mailWatch(openMailbox(join(dataFolder, 'outbox'))),
    app: async (platformId = 'US1') => {
      opened ??= open()
      const platform = (await opened).platforms.find(({ app }) => app.config.platform.id === platformId)
      if (!platform) throw new Error(`The demo does not serve ${platformId}`)
      return platform.app
    },
    core: async () => {
      opened ??= open()
      const { core } = await opened
      if (!core) throw new Error('The demo serves no front door')
      return core.app
    },
    closeApp,
    output: running.output,
    pid: running.pid,
    postgresPid: async () => Number((await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]),
    stop: async () => {
      const code = await end('SIGTERM')
      await running.clean()
      return code
    },
    kill9: async () => void (await end('SIGKILL')),
  }
}

let shared: Promise<Demo> | null = null

/** One demo for all files of a test process; it ends with the process. Never stop it; change only what you made yourself. */
export function sharedDemo(): Promise<Demo> {
  shared ??= startDemo()
  return shared
}

function hostOf(platformId: string | null, port: number): string {
  // Operators sign in at the front door.
  const isFrontDoor = platformId === null || platformId === CORE_ID
  return `${isFrontDoor ? '' : `${platformId.toLowerCase()}.`}localhost:${port}`
}

function accountsByKey(dataFolder: string): Demo['accounts'] {
  const entries = (readDemoFile(dataFolder) ?? []).map((account) => [account.key, account] as const)
  // A test of the demo holds the file to these keys.
  return Object.fromEntries(entries) as Demo['accounts']
}

/** What was mailed to whom, as the outbox has it. */
function mailWatch(mailbox: Mailbox): Pick<Demo, 'mails' | 'newestMail' | 'nextMail'> {
  const mails: Demo['mails'] = (to, count = 1) => mailbox(to, count)
  return {
    mails,
    newestMail: async (to) => last(to, await mails(to)),
    nextMail: async (to, deed) => {
      const before = await mails(to, 0)
      await deed()
      const after = await mails(to, before.length + 1)
      return last(to, after.slice(before.length))
    },
  }
}

function last(to: string, mails: readonly ReadMail[]): ReadMail {
  const mail = mails.at(-1)
  if (!mail) throw new Error(`No mail to ${to} came`)
  return mail
}
