import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Core } from '../../core.ts'
import type { PlatformContext } from '../../http/environment.ts'
import { takeFlash } from '../../http/flash.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'

/** A page of the front door for whom it concerns. */
export function showPage(
  context: PlatformContext,
  core: Core,
  page: { title: string; status?: ContentfulStatusCode; children: Child },
): Response {
  const { brand, demo } = core.config
  const { title, status = 200, children } = page
  const chrome = frontDoorChrome({ brand, demo, current: 'status' })
  return context.html(renderPage({ chrome, title, flash: takeFlash(context), children }), status)
}
