import { refuse, type Refusal } from '../../domain/errors.ts'
import type { FileProblemCode } from '../../domain/file-problem.ts'

/** `throw badFile('quote_open', 12)` */
export function badFile(code: FileProblemCode, line: number | null = null, columns: readonly string[] = []): Refusal<'bad_file'> {
  return refuse('bad_file', { problem: { code, line, columns } })
}
