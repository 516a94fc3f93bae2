import type { App } from '../../app.ts'
import { databaseNow, readDatabaseClock } from '../../clock.ts'
import type { Trx } from '../../db/schema.ts'
import { activationLink, type KeyPurpose } from '../../domain/activation-key.ts'
import { whoCanHelp } from '../../domain/escalation.ts'
import type { ProductWords } from '../../domain/product-words.ts'
import { PRODUCTS } from '../../domain/product.ts'
import type { JobAttempt } from '../../jobs/queue.ts'
import { MailFailure } from '../../mail/mail-failure.ts'
import { mintKey } from '../accounts/keys.ts'
import { isSoleUser, listHelpfulManagers, lockAccount, type Account, type Colleague } from '../accounts/queries.ts'
import { isLetterKind, LETTERS, NEEDS_KEY, type LetterKind } from './catalog.ts'
import type { HelpPeople, LetterContext, MintedKey, Person } from './letter-context.ts'

type OrderedLetter = { kind: LetterKind; accountId: string; recipient: string; params: Record<string, string> }
type ReadyLetter = { order: OrderedLetter; context: LetterContext }

const MANAGERS_IN_A_LETTER = 5

/**
 * Sends one ordered letter: mints its keys in a short transaction, then hands it to the mailer outside of it. A retry
 * mints anew, so no key ever rests in queue or database (I-08). What can never be delivered is parked, with its reason,
 * for Managers and operators to see; anything else is thrown, for the queue to try again later (I-38).
 */
export async function sendLetter(app: App, mailId: string, attempt: JobAttempt): Promise<void> {
  const ready = await app.db.transaction().execute((trx) => prepare(app, trx, mailId))
  if (!ready) return
  const { order, context } = ready
  const letter = LETTERS[order.kind].compose(context)
  try {
    await app.mailer.send({ to: order.recipient, letter, messageId: mailId, date: context.now })
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error
    const parked = error.permanent || attempt.isLast
    await app.db
      .updateTable('mails')
      .set({ lastError: error.message, ...(parked ? { state: 'parked' } : {}) })
      .where('id', '=', mailId)
      .execute()
    if (!error.permanent) throw error
    app.log.warn({ mail: mailId, kind: order.kind, reason: error.message }, 'mail parked')
    return
  }
  await app.db
    .updateTable('mails')
    .set({ state: 'sent', sentAt: databaseNow, lastError: null })
    .where('id', '=', mailId)
    .execute()
}

/** Null where the letter was sent already, or has become pointless. */
async function prepare(app: App, trx: Trx, mailId: string): Promise<ReadyLetter | null> {
  const order = await findOrder(trx, mailId)
  // Accounts before mails, as everywhere: an account that is cancelled meanwhile changes its mails' rows, too.
  const account = order && (await lockAccount(trx, order.accountId))
  if (!account || !(await claimMail(trx, mailId))) return null
  const managers = await listHelpfulManagers(trx, account, MANAGERS_IN_A_LETTER)
  const purposes = keysFor(order.kind, account, managers)
  if (isMisaddressed(order, account, purposes) || (NEEDS_KEY.has(order.kind) && purposes.length === 0)) {
    await trx.updateTable('mails').set({ state: 'obsolete' }).where('id', '=', mailId).execute()
    return null
  }
  const keys: Partial<Record<KeyPurpose, MintedKey>> = {}
  for (const purpose of purposes) {
    const minted = await mintKey(trx, { accountId: account.id, purpose, payload: payloadOf(purpose, order) })
    keys[purpose] = { ...minted, url: activationLink(app.config.origin, purpose, minted.key) }
  }
  return { order, context: await letterContext(app, trx, { order, account, managers, keys }) }
}

/** A key goes to the owner's present address, or, to confirm one, to the new one: an older order is void. */
function isMisaddressed({ recipient, params }: OrderedLetter, account: Account, purposes: readonly KeyPurpose[]): boolean {
  // The way back goes where the owner was when the login changed, whatever address whoever changed it has set since (N13).
  if (purposes.length === 0 || purposes.includes('undo_username_change')) return false
  return recipient !== (purposes.includes('confirm_email') ? params['newEmail'] : account.email)
}

/** What the deed behind a key needs to know beside whose it is. */
function payloadOf(purpose: KeyPurpose, { recipient, params }: OrderedLetter): Record<string, string> {
  if (purpose === 'confirm_email') return { newEmail: recipient }
  if (purpose !== 'undo_username_change') return {}
  return { username: params['from'] ?? '', mailedTo: recipient, change: params['about'] ?? '' }
}

/** Of two workers at one mail the second finds it no longer queued, or waits for the first to be done with it. */
async function claimMail(trx: Trx, mailId: string): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('mails')
    .set((eb) => ({ attempts: eb('attempts', '+', 1) }))
    .where('id', '=', mailId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function findOrder(trx: Trx, mailId: string): Promise<OrderedLetter | null> {
  const mail = await trx
    .selectFrom('mails')
    .select(['kind', 'accountId', 'recipient', 'params'])
    .where('id', '=', mailId)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (!mail || mail.accountId === null || !isLetterKind(mail.kind)) return null
  return { kind: mail.kind, accountId: mail.accountId, recipient: mail.recipient, params: mail.params }
}

function keysFor(kind: LetterKind, account: Account, managers: readonly Colleague[]): readonly KeyPurpose[] {
  const hasManagers = managers.length > 0
  const mayUnfreeze = account.selfUnfreeze || (account.role === 'manager' && !hasManagers)
  return LETTERS[kind].keys({ state: account.state, reason: account.reason, mayUnfreeze, hasManagers })
}

async function letterContext(
  app: App,
  trx: Trx,
  {
    order,
    account,
    managers,
    keys,
  }: { order: OrderedLetter; account: Account; managers: readonly Colleague[]; keys: LetterContext['keys'] },
): Promise<LetterContext> {
  const { config } = app
  return {
    brandName: config.brand.name,
    platformLabel: config.platform.label,
    product: config.platform.product,
    words: PRODUCTS[config.platform.product].words,
    origin: config.origin,
    signInUrl: `${config.origin}/sign-in`,
    mailHelpUrl: `${config.frontDoorOrigin}/support/mail`,
    now: await readDatabaseClock(trx),
    account: { ...account, condition: { state: account.state, reason: account.reason } },
    subscriptionName: account.subscriptionName,
    help: await helpPeople(app, trx, account, managers),
    keys,
    temporaryPasswordSeconds: config.profile.temporaryPasswordSeconds,
    params: order.params,
  }
}

/** The named people who can help the owner of an account, as letters and pages tell them. */
async function helpPeople(app: App, trx: Trx, account: Account, managers: readonly Colleague[]): Promise<HelpPeople> {
  const helpers = whoCanHelp({
    subscriptionExpired: account.subscriptionExpired,
    state: account.state,
    reason: account.reason,
    isSoleUser: await isSoleUser(trx, account),
    hasActiveManagers: managers.length > 0,
    selfUnfreeze: account.selfUnfreeze,
  })
  return {
    helpers,
    managers: managers.map((manager) => toPerson(manager, account, PRODUCTS[app.config.platform.product].words)),
    tam: account.tam,
    support: app.config.support,
    supportNumbersUrl: `${app.config.frontDoorOrigin}/support/numbers`,
  }
}

function toPerson(manager: Colleague, account: Account, { pointOfContact, roles }: ProductWords): Person {
  const isManager = manager.role === 'manager'
  const managersRole = manager.id === account.pointOfContactId ? pointOfContact : roles.manager
  const role = isManager ? managersRole : 'point of contact of your business unit'
  return { name: `${manager.firstName} ${manager.lastName}`, email: manager.email, phone: null, role }
}
