import type { Site } from '../../src/http/site.ts'
import { visitor, type Visitor } from './visitor.ts'

type Platform = { readonly site: Site; readonly app: { readonly config: { readonly origin: string } } }

/** The same browser, cookies and all, answered by another process. */
export function atTwin(twin: Platform, { cookies }: Visitor): Visitor {
  const same = visitor(twin.site, { origin: twin.app.config.origin })
  for (const [name, value] of cookies) same.cookies.set(name, value)
  return same
}

/** Whether a request with the browser's cookies is answered as somebody's. */
export async function isLive(owner: Visitor): Promise<boolean> {
  return (await owner.get('/api/v1/session')).status === 200
}

/** Fills the form of Help > Change Password in; the new password twice unless told otherwise, the captcha solved. */
export async function changePasswordBy(
  owner: Visitor,
  of: { current: string; next: string; confirmation?: string; altcha?: string },
): Promise<Response> {
  return owner.post('/help/change-password', {
    currentPassword: of.current,
    newPassword: of.next,
    confirmation: of.confirmation ?? of.next,
    altcha: of.altcha ?? (await owner.captcha('change-password')),
  })
}
