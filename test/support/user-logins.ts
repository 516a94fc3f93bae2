import { newId } from '../../src/secrets.ts'
import type { Person } from './people.ts'
import { signedIn } from './signed-in.ts'
import type { Visitor } from './visitor.ts'
import type { World } from './world.ts'

type Place = Pick<World, 'site' | 'app'>

export const newLogin = () => `login-${newId()}@c.test`

const editOf = ({ accountId }: Pick<Person, 'accountId'>) => `/account/users/${accountId}/edit`

/** Fills the form of Change User Login in, as its owner would unless told otherwise. */
export async function askForLogin(
  owner: Visitor,
  person: Person,
  of: { next: string; current?: string; confirmation?: string; password?: string },
): Promise<Response> {
  return owner.post(`${editOf(person)}/login`, {
    currentUsername: of.current ?? person.username,
    newUsername: of.next,
    confirmation: of.confirmation ?? of.next,
    currentPassword: of.password ?? person.password,
  })
}

/** The new login once more, and Change. */
export async function confirmLogin(owner: Visitor, person: Pick<Person, 'accountId'>, next: string): Promise<Response> {
  return owner.post(`${editOf(person)}/login/confirm`, { newUsername: next })
}

/** Signs in, takes both steps, and tells who they are from then on. Throws where that was refused. */
export async function changeLogin(at: Place, person: Person, next: string = newLogin()): Promise<Person> {
  const owner = await signedIn(at, person)
  const asked = await askForLogin(owner, person, { next })
  const done = await confirmLogin(owner, person, next)
  if (asked.status !== 303 || done.status !== 303) throw new Error(`the login was not changed: ${asked.status}, ${done.status}`)
  return { ...person, username: next }
}

/** Fills the form of the PCI platform's Change Password in. */
export async function changeOwnPassword(
  owner: Visitor,
  person: Pick<Person, 'accountId'>,
  of: { current: string; next: string; confirmation?: string },
): Promise<Response> {
  return owner.post(`${editOf(person)}/password`, {
    currentPassword: of.current,
    newPassword: of.next,
    confirmation: of.confirmation ?? of.next,
  })
}

/** The key of the mail that tells of a change from this login. Throws where none came. */
export async function undoKey(world: World, { email }: Pick<Person, 'email'>, from: string): Promise<string> {
  await world.jobsDone()
  const mails = await world.mails(email)
  const key = mails.findLast(({ subject }) => subject.startsWith(`The user login ${from} `))?.key
  if (!key) throw new Error(`no way back to ${from} was mailed to ${email}`)
  return key
}

export async function undoLogin(guest: Visitor, form: { key: string; email: string }): Promise<Response> {
  return guest.post('/account/undo-login-change', form)
}

/** What the account signs in with. */
export async function loginOf({ app }: Place, { accountId }: Pick<Person, 'accountId'>): Promise<string> {
  const { username } = await app.db
    .selectFrom('accounts')
    .select('username')
    .where('id', '=', accountId)
    .executeTakeFirstOrThrow()
  return username
}
