import type { App } from '../../app.ts'
import type { Role } from '../../domain/roles.ts'
import { countOtherActiveManagers } from './queries.ts'

/** Whether somebody is the only Manager of their subscription who can sign in: then they should name a second (N09). */
export async function isOnlyManager(
  app: App,
  { role, ...of }: { readonly role: Role; readonly accountId: string; readonly subscriptionId: string },
): Promise<boolean> {
  return role === 'manager' && (await countOtherActiveManagers(app.db, of)) === 0
}
