import { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { MemberActor, RequestContext } from '../../domain/request-context.ts'
import type { PlatformContext, PlatformEnv } from '../../http/environment.ts'
import { readForm } from '../../http/forms.ts'
import { actorOf, redirectWith, requireViewer } from '../../http/reply.ts'
import { flashOf, type Flash } from '../../ui/flash.ts'
import { PATHS, type UserAct } from '../../ui/paths.ts'
import { readUserListAddress, userListAddress } from '../../ui/user-list-address.ts'
import { activateUser } from './activate-user.ts'
import { cancelUser } from './cancel-user.ts'
import { deactivateUser } from './deactivate-user.ts'
import { endUserSessions } from './end-user-sessions.ts'
import { resendWelcome, sendReset } from './mail-user.ts'

type Act = (app: App, actor: MemberActor, accountId: string, context: RequestContext) => Promise<Flash>

/** Each act on a user, and what the next page says of it. */
const ACTS: Readonly<Record<UserAct, Act>> = {
  activate: async (...act) => {
    const { username, isPending } = await activateUser(...act)
    return flashOf(isPending ? 'activated_pending' : 'activated', { username })
  },
  deactivate: async (...act) => flashOf('deactivated', { username: (await deactivateUser(...act)).username }),
  'send-reset': async (...act) => {
    const { sent, name } = await sendReset(...act)
    return flashOf(sent ? 'reset_sent' : 'mail_not_repeated', { name })
  },
  'resend-welcome': async (...act) => {
    const { sent, name } = await resendWelcome(...act)
    return flashOf(sent ? 'welcome_resent' : 'mail_not_repeated', { name })
  },
  cancel: async (...act) => flashOf('cancelled', { username: (await cancelUser(...act)).username }),
  'end-sessions': async (...act) => flashOf('sessions_ended', { username: (await endUserSessions(...act)).username }),
}

/** Where the confirmed dialogs post to. A refusal is answered with a page of its own that names the next step. */
export function actPages(app: App): Hono<PlatformEnv> {
  const { users } = PATHS[app.config.platform.product]
  const pages = new Hono<PlatformEnv>()
  for (const [name, act] of Object.entries(ACTS)) {
    pages.post(`${users}/:id/${name}`, (context) =>
      postAct(context, app, { id: context.req.param('id'), act, isLast: act === ACTS.cancel }),
    )
  }
  return pages
}

/** Back to where the button was: the user's page, or the list as it stood. A cancelled user has no page any more. */
async function postAct(
  context: PlatformContext,
  app: App,
  { id, act, isLast }: { id: string; act: Act; isLast: boolean },
): Promise<Response> {
  const viewer = requireViewer(context)
  if (viewer instanceof Response) return viewer
  const paths = PATHS[app.config.platform.product]
  const { fields } = await readForm(context.req.raw, ['list'])
  const flash = await act(app, actorOf(viewer), id, context.get('requestContext'))
  // Read and written anew, so that no form can lead anywhere but to the list.
  const list = userListAddress(readUserListAddress(new URLSearchParams(fields.list)), paths.users)
  return redirectWith(context, isLast || fields.list !== '' ? list : paths.user(id), flash)
}
