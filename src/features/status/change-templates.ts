import { databaseNow } from '../../clock.ts'
import type { Core } from '../../core.ts'
import type { Trx } from '../../db/schema.ts'
import { refuse } from '../../domain/errors.ts'
import { unknownPlaceholders } from '../../domain/message-template.ts'
import { isRecordId } from '../../domain/record-id.ts'
import { isIncidentImpact, isIncidentStatus } from '../../domain/service-status.ts'
import { checkBody, checkTitle } from '../../domain/status-text.ts'
import { newId } from '../../secrets.ts'
import { accepted, beginChecks, choiceOf, endChecks, type FieldChecks } from './check-text.ts'
import { requireOperator } from './require-operator.ts'
import { recordDeed, type Doer } from './write-status.ts'

/** As typed; impact and status are of incidents only, and may be left open. */
export type TypedTemplate = {
  readonly kind: string
  readonly label: string
  readonly name: string
  readonly impact: string
  readonly status: string
  readonly body: string
}

const isKind = (text: string): text is 'incident' | 'maintenance' => text === 'incident' || text === 'maintenance'

/** Keeps a text for the next time. Throws Refusal `forbidden`, `invalid_fields`. */
export async function createTemplate(core: Core, doer: Doer, input: TypedTemplate): Promise<{ id: string; label: string }> {
  requireOperator(doer.actor)
  const template = checkTemplate(input)
  const id = newId()
  return core.db.transaction().execute(async (trx) => {
    await requireFreeLabel(trx, { id, ...template })
    await trx
      .insertInto('messageTemplates')
      .values({ id, ...template })
      .execute()
    const { label, kind } = template
    await recordDeed(trx, { ...doer, action: 'template.created', details: { label, kind }, told: null })
    return { id, label }
  })
}

/** Changes one; its kind stays. Throws Refusal `forbidden`, `not_found`, `invalid_fields`. */
export async function changeTemplate(
  core: Core,
  doer: Doer,
  { id, ...input }: TypedTemplate & { id: string },
): Promise<{ label: string }> {
  requireOperator(doer.actor)
  const { kind: _kept, ...template } = checkTemplate(input)
  return core.db.transaction().execute(async (trx) => {
    const { kind } = await lockTemplate(trx, id)
    await requireFreeLabel(trx, { id, kind, ...template })
    await trx
      .updateTable('messageTemplates')
      .set({ ...template, updatedAt: databaseNow })
      .where('id', '=', id)
      .execute()
    const { label } = template
    await recordDeed(trx, { ...doer, action: 'template.changed', details: { label, kind }, told: null })
    return { label }
  })
}

/** What was published with it stays. Throws Refusal `forbidden`, `not_found`. */
export async function removeTemplate(core: Core, doer: Doer, id: string): Promise<{ label: string }> {
  requireOperator(doer.actor)
  return core.db.transaction().execute(async (trx) => {
    const { label, kind } = await lockTemplate(trx, id)
    await trx.deleteFrom('messageTemplates').where('id', '=', id).execute()
    await recordDeed(trx, { ...doer, action: 'template.removed', details: { label, kind }, told: null })
    return { label }
  })
}

function checkTemplate(input: TypedTemplate) {
  const checks = beginChecks()
  const kind = choiceOf(checks, { field: 'kind', typed: input.kind, isWord: isKind })
  const label = accepted(checks, 'label', checkTitle(input.label))
  const name = accepted(checks, 'name', checkTitle(input.name))
  const body = accepted(checks, 'body', checkBody(input.body))
  notePlaceholders(checks, 'name', name)
  notePlaceholders(checks, 'body', body)
  const isOpen = (text: string) => kind === 'maintenance' || text === ''
  const impact = isOpen(input.impact)
    ? null
    : choiceOf(checks, { field: 'impact', typed: input.impact, isWord: isIncidentImpact })
  const status = isOpen(input.status)
    ? null
    : choiceOf(checks, { field: 'status', typed: input.status, isWord: isIncidentStatus })
  endChecks(checks)
  return { kind: kind ?? 'incident', label, name, impact, status, body }
}

function notePlaceholders(checks: FieldChecks, field: string, text: string): void {
  const [unknown] = unknownPlaceholders(text)
  if (unknown === undefined) return
  checks.problems[field] ??= 'unknown_placeholder'
  checks.wrong[field] = `{{${unknown}}}`
}

async function lockTemplate(trx: Trx, id: string): Promise<{ label: string; kind: 'incident' | 'maintenance' }> {
  if (!isRecordId(id)) throw refuse('not_found')
  const found = await trx
    .selectFrom('messageTemplates')
    .select(['label', 'kind'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw refuse('not_found')
  return found
}

/** Two who take the same label at once: the index lets one of them in. */
async function requireFreeLabel(trx: Trx, of: { id: string; kind: 'incident' | 'maintenance'; label: string }): Promise<void> {
  await trx.selectFrom('statusPages').select('id').forUpdate().execute()
  const taken = await trx
    .selectFrom('messageTemplates')
    .select('id')
    .where('kind', '=', of.kind)
    .where((eb) => eb(eb.fn('lower', ['label']), '=', eb.fn('lower', [eb.val(of.label)])))
    .where('id', '<>', of.id)
    .executeTakeFirst()
  if (taken) throw refuse('invalid_fields', { fields: { label: 'taken' } })
}
