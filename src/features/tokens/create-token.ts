import type { App } from '../../app.ts'
import { secondsFromNow } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { formatApiToken, MOST_TOKENS, SCOPES_OF, TOKEN_LIVES, type TokenScope } from '../../domain/api-token.ts'
import { checkPersonName } from '../../domain/contact.ts'
import { refuse, requireNoProblems, type FieldProblem } from '../../domain/errors.ts'
import { mayDo } from '../../domain/permissions.ts'
import type { AccountActor, RequestContext } from '../../domain/request-context.ts'
import { hashToken, newId, randomBytesOf } from '../../secrets.ts'
import { findAccount, lockAccount, type Account } from '../accounts/queries.ts'
import { recordAudit } from '../audit/record.ts'
import { queueLetter } from '../letters/queue-letter.ts'
import { settleRightPassword } from '../sign-in/settle-attempt.ts'
import { withCurrentPassword } from '../sign-in/with-current-password.ts'
import { standingOf } from '../users/act-on-member.ts'
import { countLiveTokens, isTokenNameTaken } from './queries.ts'

/** As typed; `days`: how long it lives. */
export type NewTokenInput = {
  readonly name: string
  readonly scopes: readonly string[]
  readonly days: string
  readonly currentPassword: string
  readonly deviceToken: string | null
}

type Wanted = { readonly name: string; readonly scopes: readonly TokenScope[]; readonly days: number }
/** `token` is in this answer and nowhere else (I-34). */
export type CreatedToken = Wanted & { readonly tokenId: string; readonly token: string; readonly expiresAt: Date }

const DAY_SECONDS = 24 * 60 * 60
const HOUR_SECONDS = 60 * 60

/**
 * Creates an API token of the actor's own (A07). Since it outlives the session, the current password is asked for, and a
 * wrong one spends the sign-in budget (I-25); no token can do this. The owner gets a mail, or nothing is done.
 *
 * Throws Refusal `forbidden`, `invalid_fields`, `too_many_tokens`, `too_many_requests`, `overloaded`.
 */
export async function createToken(
  app: App,
  actor: AccountActor,
  input: NewTokenInput,
  context: RequestContext,
): Promise<CreatedToken> {
  const account = await findAccount(app.db, actor.accountId)
  if (!account || !mayDo('create_tokens', standingOf(account))) throw refuse('forbidden')
  const wanted = checkInput(input, SCOPES_OF[app.config.platform.product])
  const { currentPassword, deviceToken } = input
  const asked = { account, actor, action: 'token.refused', currentPassword, deviceToken, context } as const
  return settled(await withCurrentPassword(app, asked, ({ charged }) => write(app, { actor, account, charged, wanted, context })))
}

function checkInput(
  { name: typed, scopes: chosen, days: typedDays, currentPassword }: NewTokenInput,
  known: readonly TokenScope[],
): Wanted {
  const name = checkPersonName(typed)
  const scopes = known.filter((scope) => chosen.includes(scope))
  const days = TOKEN_LIVES.find((life) => String(life) === typedDays)
  const problems: Record<string, FieldProblem> = {}
  if (!name.ok) problems['name'] = name.problem
  if (scopes.length === 0) problems['scopes'] = 'nothing_chosen'
  if (days === undefined) problems['days'] = 'not_a_choice'
  if (currentPassword === '') problems['currentPassword'] = 'required'
  requireNoProblems(problems)
  return { name: name.ok ? name.text : '', scopes, days: days ?? 0 }
}

type Outcome = CreatedToken | 'taken' | 'too_many' | 'untold'

/** Refused only after the transaction: that the password was right is written all the same. */
function settled(outcome: Outcome): CreatedToken {
  if (outcome === 'taken') throw refuse('invalid_fields', { fields: { name: 'taken' } })
  if (outcome === 'too_many') throw refuse('too_many_tokens', { most: MOST_TOKENS })
  if (outcome === 'untold') throw refuse('too_many_requests', { retryAfterSeconds: HOUR_SECONDS })
  return outcome
}

type ToWrite = { actor: AccountActor; account: Account; charged: Buffer; wanted: Wanted; context: RequestContext }

/** False where what was verified is no longer the current password, or the account may no longer have tokens. */
async function write(app: App, { actor, account, charged, wanted, context }: ToWrite): Promise<Outcome | false> {
  return app.db.transaction().execute(async (trx) => {
    const locked = await lockAccount(trx, account.id)
    if (!locked || locked.credentialHash !== account.credentialHash || locked.state !== 'active') return false
    if (!mayDo('create_tokens', standingOf(locked))) return false
    await settleRightPassword(trx, charged)
    const { id: accountId, subscriptionId, email: recipient } = locked
    const { name, scopes, days } = wanted
    if (await isTokenNameTaken(trx, { accountId, name })) return 'taken'
    if ((await countLiveTokens(trx, accountId)) >= MOST_TOKENS) return 'too_many'
    const tokenId = newId()
    const params = { about: tokenId, name, scopes: scopes.join(' '), days: String(days), address: context.address }
    if (!(await queueLetter(app, trx, { kind: 'token_created', accountId, recipient, params }))) return 'untold'
    const made = await insertToken(trx, { tokenId, accountId, ...wanted })
    const details = { tokenId, name, scopes, days }
    await recordAudit(trx, { action: 'token.created', actor, subscriptionId, accountId, details, context })
    return { ...made, ...wanted, tokenId }
  })
}

async function insertToken(
  trx: Trx,
  { tokenId, accountId, name, scopes, days }: Wanted & { tokenId: string; accountId: string },
): Promise<{ token: string; expiresAt: Date }> {
  const token = formatApiToken(randomBytesOf(32))
  const { expiresAt } = await trx
    .insertInto('apiTokens')
    .values({
      id: tokenId,
      tokenHash: hashToken(token),
      accountId,
      name,
      scopes: [...scopes],
      expiresAt: secondsFromNow(days * DAY_SECONDS),
    })
    .returning('expiresAt')
    .executeTakeFirstOrThrow()
  return { token, expiresAt }
}
