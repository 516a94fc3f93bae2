import { Hono } from 'hono'
import type { Core } from '../../core.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { unsubscribe } from './manage-subscription.ts'
import { showPage } from './show-pages.ts'
import { UnsubscribedView, UnsubscribeView } from './subscribe-views.tsx'

/** 43 characters; what is longer is none of ours. */
const LONGEST_KEY = 100

/**
 * One click that ends the mails (RFC 8058): mail programs POST by themselves, without cookies and from no page of ours, so
 * this stands before the check of origins; the key in the address is all there is to it. Opening it changes nothing, so
 * that filters may. One answer whatever the key is; no redirect for a mail program.
 */
export function unsubscribePages(core: Core): Hono<PlatformEnv> {
  return new Hono<PlatformEnv>()
    .get(FRONT_DOOR.unsubscribe, (context) => {
      const key = context.req.query('key') ?? ''
      const children = <UnsubscribeView action={FRONT_DOOR.unsubscribeBy(key.slice(0, LONGEST_KEY))} />
      return showPage(context, core, { title: 'Unsubscribe', children })
    })
    .post(FRONT_DOOR.unsubscribe, async (context) => {
      await unsubscribe(core, (context.req.query('key') ?? '').slice(0, LONGEST_KEY))
      if (context.req.header('sec-fetch-site') === 'same-origin') return context.redirect(FRONT_DOOR.unsubscribed, 303)
      return showPage(context, core, { title: 'You are unsubscribed', children: <UnsubscribedView /> })
    })
    .get(FRONT_DOOR.unsubscribed, (context) =>
      showPage(context, core, { title: 'You are unsubscribed', children: <UnsubscribedView /> }),
    )
}
