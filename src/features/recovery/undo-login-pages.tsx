import type { Hono } from 'hono'
import type { App } from '../../app.ts'
import type { PlatformEnv } from '../../http/environment.ts'
import { isSomebodyElse, redirectWith } from '../../http/reply.ts'
import { clearSessionToken } from '../../http/session-cookie.ts'
import { flashOf } from '../../ui/flash.ts'
import { PCI } from '../../ui/paths.ts'
import { restoreUsername, type RestoredUsername } from '../user-logins/restore-username.ts'
import { pagesOf, type MailedAct } from './mailed-act-pages.tsx'
import { UndoLoginChangeView } from './mailed-act-views.tsx'

const UNDO_LOGIN_CHANGE: MailedAct<RestoredUsername> = {
  page: () => PCI.undoLoginChange,
  newLink: () => PCI.undoLoginChangeNewLink,
  newLinkHint:
    'It goes to the address of the account, says why this key was not valid, and brings a way in. A change of user login can be undone for 7 days.',
  title: 'Undo the change of user login',
  view: UndoLoginChangeView,
  act: restoreUsername,
  done: (context, { username, abandoned }) => {
    const isElse = isSomebodyElse(context, abandoned)
    if (!isElse) clearSessionToken(context)
    const flash = isElse ? flashOf('username_restored_for', { username }) : flashOf('username_restored', { username })
    return redirectWith(context, PCI.signInAs(username), flash)
  },
}

/** Where the owner of an account gets a former user login back (N13). */
export function undoLoginPages(app: App): Hono<PlatformEnv> {
  return pagesOf(app, UNDO_LOGIN_CHANGE)
}
