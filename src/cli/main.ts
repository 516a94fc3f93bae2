import type { Command, Terminal } from './command.ts'
import { auditVerifyCommand } from './commands/audit-verify.ts'
import { demoCommand } from './commands/demo.ts'
import { firstManagerCommand } from './commands/first-manager.ts'
import { firstOperatorCommand } from './commands/first-operator.ts'
import { frontDoorKeyCommand } from './commands/front-door-key.ts'
import { incidentOpenCommand, incidentReopenCommand, incidentResolveCommand, incidentUpdateCommand } from './commands/incident.ts'
import { mailsCommand } from './commands/mails.ts'
import {
  maintenanceCancelCommand,
  maintenanceEditCommand,
  maintenanceMoveCommand,
  maintenanceScheduleCommand,
} from './commands/maintenance.ts'
import { migrateCommand } from './commands/migrate.ts'
import { serveCommand } from './commands/serve.ts'
import { statusMirrorCommand } from './commands/status-mirror.ts'
import { versionCommand } from './commands/version.ts'
import { explainError } from './explain-error.ts'
import { helpText } from './help-text.ts'
import { UsageError } from './usage-error.ts'

/** Every command, in the order of the help. */
const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    demo: demoCommand,
    serve: serveCommand,
    migrate: migrateCommand,
    'first-manager': firstManagerCommand,
    'first-operator': firstOperatorCommand,
    'front-door-key': frontDoorKeyCommand,
    mails: mailsCommand,
    'incident open': incidentOpenCommand,
    'incident update': incidentUpdateCommand,
    'incident reopen': incidentReopenCommand,
    'incident resolve': incidentResolveCommand,
    'maintenance schedule': maintenanceScheduleCommand,
    'maintenance edit': maintenanceEditCommand,
    'maintenance move': maintenanceMoveCommand,
    'maintenance cancel': maintenanceCancelCommand,
    'status-mirror': statusMirrorCommand,
    'audit verify': auditVerifyCommand,
    version: versionCommand,
  }),
)

const STANDARD: Terminal = {
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
}

const FAILED = 1
const MISUSED = 2

/**
 * Runs one command line, without `node` and the script. Resolves with the exit code once all is done: 0 for success,
 * 1 for a failure and 2 for a command line that was not understood, each explained to the terminal.
 */
export async function runCli(args: readonly string[], terminal: Terminal = STANDARD): Promise<number> {
  try {
    return await dispatch(args, terminal)
  } catch (error) {
    terminal.complain(`gatehouse: ${explainError(error)}`)
    if (!(error instanceof UsageError)) return FAILED
    terminal.complain('Try: gatehouse help')
    return MISUSED
  }
}

async function dispatch(args: readonly string[], terminal: Terminal): Promise<number> {
  const { word, rest } = readWord(args)
  if (word === 'help') return printHelp(rest, terminal)
  const command = COMMANDS.get(word)
  if (!command) throw new UsageError(`there is no command ${word}: choose ${[...COMMANDS.keys(), 'help'].join(', ')}`)
  return rest.includes('--help') || rest.includes('-h') ? printHelp([word], terminal) : command.run(rest, terminal)
}

/** A command has one word, or two: `audit verify`. */
function readWord([first = 'help', second = '', ...others]: readonly string[]): { word: string; rest: readonly string[] } {
  const rest = second === '' && others.length === 0 ? [] : [second, ...others]
  const pair = `${first} ${second}`
  return COMMANDS.has(pair) ? { word: pair, rest: others } : { word: ALIASES.get(first) ?? first, rest }
}

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['--help', 'help'],
  ['-h', 'help'],
  ['--version', 'version'],
  ['-v', 'version'],
])

function printHelp(words: readonly string[], terminal: Terminal): number {
  const word = words.length === 0 ? undefined : readWord(words).word
  const wanted = [...COMMANDS].filter(([name]) => word === undefined || name === word)
  if (wanted.length === 0) throw new UsageError(`there is no command ${word ?? ''}: choose ${[...COMMANDS.keys()].join(', ')}`)
  terminal.print(helpText(new Map(wanted)))
  return 0
}
