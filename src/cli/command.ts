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
/** May be given several times. */
type ListOption = { readonly type: 'list'; readonly value: string; readonly about: string }
/** Stands without a name, where it stands, and must be given: `gatehouse status-mirror <folder>`. */
type OperandOption = { readonly type: 'operand'; readonly value: string; readonly about: string }
type Options = Readonly<Record<string, FlagOption | TextOption | ListOption | OperandOption>>

/** A flag is true or false; a text is null where it may be left out and was; a list is empty then. */
type Values<Given extends Options> = {
  readonly [Name in keyof Given]: Given[Name] extends FlagOption
    ? boolean
    : Given[Name] extends ListOption
      ? readonly string[]
      : Given[Name] extends { required: true } | OperandOption
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
  const entries = Object.entries(options).map(([name, option]) => [name, typed[name] ?? LEFT_OUT[option.type]] as const)
  const missing = entries.flatMap(([name, value]) =>
    value === null && isRequired(options[name]) ? [calledAs(name, options[name])] : [],
  )
  if (missing.length > 0) throw new UsageError(`${missing.join(', ')} must be given`)
  const isEmpty = (value: unknown) => typeof value === 'string' && value.trim() === ''
  const empty = entries.flatMap(([name, value]) => ([value].flat().some(isEmpty) ? [calledAs(name, options[name])] : []))
  if (empty.length > 0) throw new UsageError(`${empty.join(', ')} must not be empty`)
  // Built name by name from the same table that the type is built from.
  return Object.fromEntries(entries) as Values<Given>
}

const LEFT_OUT = { boolean: false, string: null, list: [], operand: null } as const

function parseOptions(options: Options, args: readonly string[]) {
  const operands = Object.entries(options).flatMap(([name, { type }]) => (type === 'operand' ? [name] : []))
  const known = Object.entries(options).flatMap(([name, { type }]) => {
    if (type === 'operand') return []
    return [[name, type === 'list' ? ({ type: 'string', multiple: true } as const) : { type }] as const]
  })
  try {
    const allowPositionals = operands.length > 0
    const { values, positionals } = parseArgs({ args: [...args], options: Object.fromEntries(known), allowPositionals })
    const [unexpected] = positionals.slice(operands.length)
    if (unexpected !== undefined) throw new Error(`Unexpected argument '${unexpected}'`)
    return { ...values, ...Object.fromEntries(operands.map((name, index) => [name, positionals[index]])) }
  } catch (error) {
    throw new UsageError(firstSentence(error))
  }
}

/** Node goes on to explain how to pass what it takes for a positional argument. */
function firstSentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.split('. ')[0] ?? message
}

function isRequired(option: Options[string] | undefined): boolean {
  return option?.type === 'operand' || (option?.type === 'string' && option.required === true)
}

function calledAs(name: string, option: Options[string] | undefined): string {
  return option?.type === 'operand' ? option.value : `--${name}`
}
