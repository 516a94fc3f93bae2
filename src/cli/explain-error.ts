import { ConfigError } from '../config/config-error.ts'
import { isDatabaseUnavailable } from '../db/unavailable.ts'
import { isRefusal, type FieldProblems } from '../domain/errors.ts'
import { fieldProblemWords } from '../ui/field-words.ts'
import { refusalMessage } from '../ui/messages.ts'

/** One clear line for whoever started the command, or a few where several things are wrong; a bug tells where it is. */
export function explainError(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof ConfigError) return error.message
  if (isRefusal(error, 'invalid_fields')) return explainFields(error.details)
  if (isRefusal(error)) return refusalMessage(error).heading
  const { code } = error as NodeJS.ErrnoException
  if (code !== undefined && Object.hasOwn(LISTENING, code)) return `cannot listen${addressOf(error)}: ${LISTENING[code] ?? code}`
  if (isDatabaseUnavailable(error)) return `the database does not answer: ${error.message || (code ?? 'no reason given')}`
  return isBug(error) ? (error.stack ?? error.message) : error.message
}

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE:
    'another process uses this port; stop it, or choose another port (PORT for the demo, listen.port in gatehouse.yaml)',
  EADDRNOTAVAIL: 'this machine does not have this address',
  EACCES: 'this user may not use this port; choose one above 1023',
}

function addressOf(error: object): string {
  const { address, port } = error as { address?: string; port?: number }
  return address === undefined || port === undefined ? '' : ` on ${address} port ${port}`
}

/** Fields are named as on the command line: `firstName` is `--first-name`. */
function explainFields({ fields, wrong = {} }: { fields: FieldProblems; wrong?: Readonly<Record<string, string>> }): string {
  return Object.entries(fields)
    .map(
      ([field, problem]) =>
        `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}: ${fieldProblemWords(problem, { label: field, wrong: wrong[field] })}`,
    )
    .join('\n')
}

/** What JavaScript itself throws is nobody's doing but ours. */
function isBug(error: Error): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
}
