import { expect } from 'vitest'
import type { Person } from './people.ts'
import { arrive, mailedKey } from './recovery.ts'
import type { Visitor } from './visitor.ts'
import type { World } from './world.ts'

/** What the one page shows (S24). */
export type Shown = { readonly username: string; readonly password: string }

/** Fills the form of Forgot Password in, where the user login is enough. */
export async function askForLink(guest: Visitor, username: string): Promise<Response> {
  return guest.post('/forgot-password', { username })
}

/** Asks for a link, and takes the key from the mail, once all that was on its way before has come. */
export async function linkKey(world: World, { username, email }: Person): Promise<string> {
  await world.jobsDone()
  const before = (await world.mails(email, 0)).length
  await askForLink(arrive(world), username)
  return mailedKey(world, { email }, before + 1)
}

/** Presses Reveal. */
export async function pressReveal(guest: Visitor, typed: { key: string; email: string }): Promise<Response> {
  return guest.post('/activate', { ...typed })
}

/** What a page shows of user login and password; null where it shows none. */
export function shownOn(page: string): Shown | null {
  const output = (id: string) => new RegExp(`<output id="${id}"[^>]*>([^<]*)</output>`).exec(page)?.[1]
  const [username, password] = [output('shown-username'), output('shown-password')]
  return username === undefined || password === undefined ? null : { username, password }
}

/** The whole way from Forgot Password to what is shown. */
export async function revealFor(world: World, person: Person, guest: Visitor = arrive(world)): Promise<Shown> {
  const answer = await pressReveal(guest, { key: await linkKey(world, person), email: person.email })
  expect(answer.status).toBe(200)
  const shown = shownOn(await answer.text())
  if (!shown) throw new Error('nothing was shown')
  return shown
}

/** Fills the form of "Choose your own password" in; the password twice. */
export async function chooseOwn(guest: Visitor, password: string): Promise<Response> {
  return guest.post('/choose-password', { newPassword: password, confirmation: password })
}

/** Signs in where only "choose a password" opens. */
export async function signInRestricted(world: Pick<World, 'site' | 'app'>, { username, password }: Shown): Promise<Visitor> {
  const guest = arrive(world)
  const answer = await guest.post('/sign-in', { username, password })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/choose-password'])
  return guest
}
