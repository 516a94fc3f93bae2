import { describe, expect, it } from 'vitest'
import { newCompany } from '../../../test/support/people.ts'
import { visitor } from '../../../test/support/visitor.ts'
import { useWorld } from '../../../test/support/world.ts'

const world = await useWorld()
const arrive = (address?: string) => visitor(world.site, { origin: world.app.config.origin, ...(address ? { address } : {}) })

describe('sign-in', () => {
  it('opens a session for the exact username and password, and shows the home page (S05)', async () => {
    const manager = await newCompany(world.app)
    const guest = arrive()
    const answer = await guest.post('/sign-in', { username: manager.username, password: manager.password })
    expect(answer.status).toBe(303)
    const home = await guest.get('/')
    expect(home.status).toBe(200)
    expect(await home.text()).toContain('Welcome, Sam')
  })

  it('refuses another case of the name or of the password alike (S05, S06)', async () => {
    const manager = await newCompany(world.app)
    const guest = arrive()
    const bodies = []
    for (const [username, password] of [
      [manager.username.toUpperCase(), manager.password],
      [manager.username, manager.password.toUpperCase()],
    ]) {
      const answer = await guest.post('/sign-in', { username: username ?? '', password: password ?? '' })
      expect(answer.status).toBe(422)
      bodies.push(await answer.text())
    }
    for (const body of bodies) expect(body).toContain('Invalid credentials')
  })

  it('says beside each empty field what is missing', async () => {
    const answer = await arrive().post('/sign-in', { username: ' ', password: '' })
    expect(answer.status).toBe(422)
    const page = await answer.text()
    expect(page).toContain('href="#field-username">Enter: Username<')
    expect(page).toContain('id="field-password-problem"')
  })
})
