import { join, relative } from 'node:path'
import type { Config } from '../config/config.ts'
import { CORE_ID } from '../config/core-config.ts'
import { STATE_WORDS } from '../domain/account-state.ts'
import type { DemoAccount } from './demo-file.ts'

/** What the demo says once it is ready: where everything is, who is there, and where mail goes. */
export function startText({
  config,
  accounts,
  seconds,
}: {
  config: Config
  accounts: readonly DemoAccount[]
  seconds: number
}): string {
  const [frontDoor = ''] = config.frontDoor.origins
  const data = shownPath(config.dataFolder)
  return [
    `Gatehouse demo, ready after ${seconds.toFixed(1)} s. Open ${frontDoor}`,
    '',
    ...alignColumns([
      ['Front door', frontDoor],
      ...config.platforms.map(({ platform, origin }) => [platform.label, origin]),
      ['Staff', `${frontDoor}/staff (who tells of incidents and maintenance)`],
      ['Mail', `${frontDoor}/outbox (nothing leaves this machine; the files are in ${join(data, 'outbox')})`],
    ]),
    '',
    `The cast: invented people of invented companies, with their passwords as first seeded, also in ${join(data, 'demo.json')}`,
    ...castTable(accounts),
    '',
    `Ctrl-C stops it. Delete ${data} to start afresh.`,
  ].join('\n')
}

function castTable(accounts: readonly DemoAccount[]): string[] {
  const rows = alignColumns([
    ['Username', 'Password', 'E-mail', 'Role', 'State'],
    ...accounts.map(({ username, password, email, role, state }) => [
      username,
      password ?? 'none yet',
      email,
      role,
      STATE_WORDS[state],
    ]),
  ])
  const [header = '', ...lines] = rows
  return [header, ...lines.flatMap((line, index) => [...headingOf(accounts, index), line])]
}

/** A line above the first account of each subscription. */
function headingOf(accounts: readonly DemoAccount[], index: number): string[] {
  const [before, account] = [accounts[index - 1], accounts[index]]
  return account && account.subscription !== before?.subscription
    ? [`${account.subscription}, ${account.platform === CORE_ID ? 'at the front door’s /staff' : account.platform}`]
    : []
}

function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
}

function shownPath(path: string): string {
  const fromHere = relative(process.cwd(), path)
  return fromHere.startsWith('..') ? path : `./${fromHere}`
}
