import type { Person } from './people.ts'
import { visitor, type Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** A stranger's browser at the world's platform, from an address of its own. */
export function arrive(world: Pick<World, 'site' | 'app'>): Visitor {
  return visitor(world.site, { origin: world.app.config.origin })
}

/** Fills the form of Forgot Password in. */
export async function askForReset(guest: Visitor, { username, email }: { username: string; email: string }): Promise<Response> {
  return guest.post('/forgot-password', { username, email, altcha: await guest.captcha('forgot-password') })
}

/** Fills the form of a mailed key in; the password twice. */
export async function choosePassword(guest: Visitor, of: { key: string; password: string }): Promise<Response> {
  const { key, password } = of
  return guest.post('/activate', { key, newPassword: password, confirmation: password, altcha: await guest.captcha('activate') })
}

export async function signIn(guest: Visitor, { username, password }: { username: string; password: string }): Promise<Response> {
  return guest.post('/sign-in', { username, password, altcha: await guest.captcha('sign-in') })
}

/** Signed in, the sign-in page leads home. */
export async function isSignedIn(guest: Visitor): Promise<boolean> {
  return (await guest.get('/')).status === 200
}

/** The key of the newest of `count` mails to a person. Throws where it brought none. */
export async function mailedKey(world: World, { email }: Pick<Person, 'email'>, count = 1): Promise<string> {
  const key = (await world.mails(email, count)).at(-1)?.key
  if (!key) throw new Error(`no key came to ${email}`)
  return key
}

/** Asks for a reset and takes the key from the mail. */
export async function resetKey(world: World, person: Person): Promise<string> {
  const before = (await world.mails(person.email, 0)).length
  await askForReset(arrive(world), person)
  return mailedKey(world, person, before + 1)
}
