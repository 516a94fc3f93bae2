import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

/** Where a command writes: answers to the one, complaints to the other. */
export type Terminal = { readonly print: (text: string) => void; readonly complain: (text: string) => void }

type FlagOption = { readonly type: 'boolean'; readonly about: string }
type TextOption = {
  readonly type: 'string'
  /** What stands for the value in the help: `<file>`. */
  readonly value: string
  readonly about: string
  readonly required?: boolean
}
type Options = Readonly<Record<string, FlagOption | TextOption>>

/** A flag is true or false; a text is null where it may be left out and was. */
type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends FlagOption
    ? boolean
    : Given[Name] extends { required: true }
      ? string
      : string | null
}

/** One word of the command line: what it does, what it takes, and the deed. `run` resolves with the exit code. */
export type Command = {
  readonly summary: string
  readonly options: Options
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<number>
}

/** Ties a command's deed to its options, so that the deed gets checked values. Throws UsageError for any others. */
export function defineCommand<const Given extends Options>(command: {
  summary: string
  options: Given
  run: (values: Values<Given>, terminal: Terminal) => Promise<number>
}): Command {
  const { summary, options } = command
  return { summary, options, run: (args, terminal) => command.run(readValues(options, args), terminal) }
}

function readValues<Given extends Options>(options: Given, args: readonly string[]): Values<Given> {
  const typed = parseOptions(options, args)
  const entries = Object.entries(options).map(
    ([name, option]) => [name, typed[name] ?? (option.type === 'boolean' ? false : null)] as const,
  )
  const missing = entries.flatMap(([name, value]) => (value === null && isRequired(options[name]) ? [`--${name}`] : []))
  if (missing.length > 0) throw new UsageError(`${missing.join(', ')} must be given`)
  const empty = entries.flatMap(([name, value]) => (typeof value === 'string' && value.trim() === '' ? [`--${name}`] : []))
  if (empty.length > 0) throw new UsageError(`${empty.join(', ')} must not be empty`)
  // Built name by name from the same table that the type is built from.
  return Object.fromEntries(entries) as Values<Given>
}

function parseOptions(options: Options, args: readonly string[]): Record<string, string | boolean | undefined> {
  const known = Object.entries(options).map(([name, { type }]) => [name, { type }] as const)
  try {
    return parseArgs({ args: [...args], options: Object.fromEntries(known), allowPositionals: false }).values
  } catch (error) {
    throw new UsageError(firstSentence(error))
  }
}

/** Node goes on to explain how to pass what it takes for a positional argument, which no command has. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('. ')[0] ?? message
}

function isRequired(option: Options[string] | undefined): boolean {
  return option?.type === 'string' && option.required === true
}
