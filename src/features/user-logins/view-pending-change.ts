import type { App } from '../../app.ts'
import type { AccountActor } from '../../domain/request-context.ts'
import { findPendingUsername } from './queries.ts'

/** The login that waits for this session's last word; null where none does. */
export async function viewPendingChange(app: App, actor: AccountActor): Promise<string | null> {
  return findPendingUsername(app.db, actor)
}
