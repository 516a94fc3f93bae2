import { refuse } from '../../domain/errors.ts'
import type { Actor } from '../../domain/request-context.ts'

/** Who may write what the front door tells: operators by session or token, whoever has the command line, and our own jobs. */
export function isOperator(actor: Actor): boolean {
  if (actor.kind === 'account' || actor.kind === 'api_token') return actor.role === 'manager'
  return actor.kind === 'operator' || actor.kind === 'job'
}

/** Throws Refusal `forbidden` for anybody else. A session or token comes from the core itself: no platform's is known there. */
export function requireOperator(actor: Actor): void {
  if (!isOperator(actor)) throw refuse('forbidden')
}
