import type { Core } from '../../src/core.ts'
import { resetPassword } from '../../src/features/recovery/reset-password.ts'
import { addFirstOperator } from '../../src/features/staff/add-first-operator.ts'
import { newId } from '../../src/secrets.ts'
import type { Person } from './people.ts'
import { requestFrom } from './sign-in-attempts.ts'

let made = 0

/** An active operator, who came by the server's command line as the first one does; all of them are in one subscription. */
export async function newStaffMember(core: Core, wish: { firstName?: string; lastName?: string } = {}): Promise<Person> {
  made += 1
  const { firstName = 'Olga', lastName = 'Berg' } = wish
  const email = `staff${made}@mail.test`
  const { username, key } = await addFirstOperator(core, { firstName, lastName, email, username: `staff${made}@gatehouse` })
  const password = `horse battery ${newId()}`
  await resetPassword(core, { key, newPassword: password, confirmation: password }, requestFrom('192.0.2.1'))
  const account = await core.db
    .selectFrom('accounts')
    .select(['id', 'subscriptionId'])
    .where('username', '=', username)
    .executeTakeFirstOrThrow()
  return { accountId: account.id, subscriptionId: account.subscriptionId, username, email, password, firstName, lastName }
}
