import type { App } from '../../app.ts'
import type { TamContact } from '../../db/schema.ts'
import type { HelpfulColleague } from '../../domain/user-list.ts'
import { findTam, listHelpfulColleagues } from './queries.ts'

const COLLEAGUES_SHOWN = 20

/** The named people who can help somebody of a subscription: their own point of contact and Managers, and the TAM. */
export async function findHelpers(
  app: App,
  { subscriptionId, businessUnitId }: { subscriptionId: string; businessUnitId: string | null },
): Promise<{ colleagues: readonly HelpfulColleague[]; tam: TamContact | null }> {
  const [colleagues, tam] = await Promise.all([
    listHelpfulColleagues(app.db, { subscriptionId, businessUnitId }, COLLEAGUES_SHOWN),
    findTam(app.db, subscriptionId),
  ])
  return { colleagues, tam }
}
