import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { systemClock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import { guessCountry } from '../../domain/countries.ts'
import type { SupportContact } from '../../domain/support-contact.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { configuredContacts } from './configured-contacts.ts'
import { SupportNumbersView, type NumbersPage } from './numbers-views.tsx'
import { type LinkOrigin, SupportMailView, SupportView } from './views.tsx'

type SupportConfig = Pick<Config, 'brand' | 'directory' | 'support' | 'mail' | 'frontDoor' | 'platforms' | 'demo'>

/** What is known of the numbers: those that are published; null: not yet. */
type Contacts = () => readonly SupportContact[] | null

/** The support portal (S21) and the allow-list (S16): public, without script or database. */
export function supportPages({ config, contacts = () => null }: { config: SupportConfig; contacts?: Contacts }): Hono {
  const { brand, demo, support } = config
  const page = (title: string, children: Child, current: 'portal' | 'support' = 'support') =>
    renderPage({ chrome: frontDoorChrome({ brand, demo, current }), title, robots: true, children })

  const portal = page('Support', <SupportView support={support} />, 'portal')
  const mail = page('Mail and links', <SupportMailView sender={senderAddress(config.mail.from)} origins={linkOrigins(config)} />)
  const configured = configuredContacts(support.numbers)

  return new Hono()
    .get(FRONT_DOOR.support, (c) => c.html(portal))
    .get(FRONT_DOOR.supportNumbers, (c) => {
      const now = systemClock.now()
      const country = guessCountry(c.req.header('accept-language'))
      const search = (c.req.query('q') ?? '').trim()
      const of = { support, contacts: contacts() ?? configured, country, search, drawnAt: now, now }
      c.header('Vary', 'Accept-Language')
      return c.html(numbersPage(config, of))
    })
    .get(FRONT_DOOR.supportMail, (c) => c.html(mail))
}

/** Need Assistance as it is published and kept (N14): for everybody, and for any time; its script tells what is open. */
export function keptNumbersPage(config: SupportConfig, of: { contacts: readonly SupportContact[]; drawnAt: Date }): string {
  return numbersPage(config, { support: config.support, country: null, search: '', now: null, ...of })
}

function numbersPage({ brand, demo }: Pick<SupportConfig, 'brand' | 'demo'>, page: NumbersPage): string {
  const chrome = frontDoorChrome({ brand, demo, current: 'numbers' })
  const title = page.search === '' ? 'Need Assistance' : `${shownText(page.search)} · Need Assistance`
  const children = <SupportNumbersView {...page} />
  return renderPage({ chrome, title, robots: page.search === '', wide: true, children })
}

/** The bare address of `Gatehouse <no-reply@example.com>`. */
function senderAddress(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim()
}

/** The front door and every platform: by its own configuration where this process serves it, else by the directory. */
function linkOrigins({ directory, frontDoor, platforms }: SupportConfig): readonly LinkOrigin[] {
  const served = new Map(platforms.map(({ platform, origin }) => [platform.id, origin]))
  return [
    ...frontDoor.origins.slice(0, 1).map((origin) => ({ label: 'Finder and support', origin })),
    ...directory.map(({ id, label, signInUrl }) => ({ label, origin: served.get(id) ?? new URL(signInUrl).origin })),
  ]
}
