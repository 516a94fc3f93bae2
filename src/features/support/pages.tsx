import { Hono } from 'hono'
import type { Child } from 'hono/jsx'
import type { Config } from '../../config/config.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { type LinkOrigin, SupportMailView, SupportNumbersView, SupportView } from './views.tsx'

type SupportConfig = Pick<Config, 'brand' | 'directory' | 'support' | 'mail' | 'frontDoor' | 'platforms' | 'demo'>

/** The support portal (S21) and the allow-list (S16): public, without script or database. */
export function supportPages({ config }: { config: SupportConfig }): Hono {
  const { brand, demo } = config
  const page = (title: string, children: Child, current: 'portal' | 'support' = 'support') =>
    renderPage({ chrome: frontDoorChrome({ brand, demo, current }), title, robots: true, children })

  const portal = page('Support', <SupportView support={config.support} />, 'portal')
  const numbers = page('Need Assistance', <SupportNumbersView support={config.support} />)
  const mail = page('Mail and links', <SupportMailView sender={senderAddress(config.mail.from)} origins={linkOrigins(config)} />)

  return new Hono()
    .get(FRONT_DOOR.support, (c) => c.html(portal))
    .get(FRONT_DOOR.supportNumbers, (c) => c.html(numbers))
    .get(FRONT_DOOR.supportMail, (c) => c.html(mail))
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
