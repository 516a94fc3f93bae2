import type { App } from '../../src/app.ts'
import { newCompany, newPerson, type Person } from './people.ts'
import { pageAt } from './signed-in.ts'
import type { Visitor } from './visitor.ts'

/** The names of the rows, in the order of the page. */
export async function namesAt(guest: Visitor, path: string): Promise<readonly string[]> {
  const page = await pageAt(guest, path)
  return [...page.matchAll(/<th role="rowheader" scope="row"><a href="[^"]+">([^<]+)<\/a>/g)].map(([, name = '']) => name)
}

/** A company of five, in every state; the Manager is its POC. */
export async function newStaff({ app }: { app: App }): Promise<{ manager: Person; reader: Person; pending: Person }> {
  const manager = await newCompany(app, { firstName: 'Maya', lastName: 'Stone' })
  const reader = await newPerson(app, manager.subscriptionId, { firstName: 'anna', lastName: 'Berg' })
  const pending = await newPerson(app, manager.subscriptionId, {
    firstName: 'Petra',
    lastName: 'Ode',
    role: 'scanner',
    state: 'pending_activation',
  })
  await newPerson(app, manager.subscriptionId, { firstName: 'Ángel', lastName: 'Cruz', role: 'auditor', state: 'inactive' })
  await newPerson(app, manager.subscriptionId, {
    firstName: 'Zoe',
    lastName: '100%_\\',
    state: 'inactive',
    reason: 'failed_sign_ins',
  })
  return { manager, reader, pending }
}
