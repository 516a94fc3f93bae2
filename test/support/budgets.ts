import type { App } from '../../src/app.ts'
import { foldUsername } from '../../src/domain/username.ts'
import { nameSubjects } from '../../src/features/sign-in/guard-subjects.ts'

export type Budget = { readonly spent: number; readonly failures: number; readonly expiresAt: Date }

/** One of the budgets that belong to a name alone, as it stands; undefined where nothing was counted. */
export async function budgetOf(
  app: App,
  username: string,
  which: 'name' | 'stranger' | 'challenge' = 'name',
): Promise<Budget | undefined> {
  const { [which]: subject } = nameSubjects(app.config.secret, foldUsername(username))
  return app.db
    .selectFrom('guardBudgets')
    .select(['spent', 'failures', 'expiresAt'])
    .where('subject', '=', subject)
    .executeTakeFirst()
}
