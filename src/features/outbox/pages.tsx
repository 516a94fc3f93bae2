import { Hono } from 'hono'
import type { Clock } from '../../clock.ts'
import { listOutbox, readOutboxMail } from '../../mail/read-outbox.ts'
import type { Chrome } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { renderNoSuchMail, renderOutboxList, renderOutboxMail } from './views.tsx'

const newest = 100

/** The HTML of a mail may show itself and be clicked, nothing more: no script, no form, nothing loaded, no origin of its own. */
const asDesignedPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"

/**
 * The demo's mailbox: `/outbox`, `/outbox/:name` as const and `/outbox/:name/html`. It shows every key that was mailed: never in production.
 * `/outbox/:name/html` sets a `Content-Security-Policy` of its own, which has to be left as it is.
 */
export function outboxPages({ folder, chrome, clock }: { folder: string; chrome: Chrome; clock: Pick<Clock, 'now'> }): Hono {
  const pages = new Hono()
  const mail = `${FRONT_DOOR.outbox}/:name` as const

  pages.use(`${FRONT_DOOR.outbox}/*`, async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
  })

  pages.get(FRONT_DOOR.outbox, async (c) => {
    const { entries, total } = await listOutbox({ folder, limit: newest })
    return c.html(renderOutboxList({ chrome, entries, total, now: clock.now() }))
  })

  pages.get(mail, async (c) => {
    const found = await readOutboxMail({ folder, name: c.req.param('name') })
    if (found === null) return c.html(renderNoSuchMail({ chrome }), 404)
    return c.html(renderOutboxMail({ chrome, mail: found, now: clock.now() }))
  })

  pages.get(`${mail}/html`, async (c) => {
    const found = await readOutboxMail({ folder, name: c.req.param('name') })
    if (found === null || found.html === null) return c.html(renderNoSuchMail({ chrome }), 404)
    return c.html(found.html, 200, { 'Content-Security-Policy': asDesignedPolicy })
  })

  return pages
}
