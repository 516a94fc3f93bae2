import type { Letter } from '../../mail/letter.ts'
import { onOrigin, PATHS } from '../../ui/paths.ts'
import type { LetterContext } from '../letters/letter-context.ts'
import { accountFacts, greeting, moment, note, text } from '../letters/parts.ts'

/** Before a password expires, while its owner can change it at leisure (PCI DSS 4.0.1 8.3.9). */
export function passwordExpiringLetter(context: LetterContext): Letter {
  const { account, platformLabel, params, product, origin } = context
  const at = moment(new Date(params['expiresAt'] ?? ''))
  const [day] = at.split(',')
  return {
    subject: `The password of ${account.username} on ${platformLabel} expires on ${day ?? at}`,
    heading: `Your password expires on ${day ?? at}`,
    blocks: [
      greeting(context),
      text(`Your password is good until ${at}. Change it before then, whenever it suits you.`),
      ...accountFacts(context),
      { kind: 'action', label: 'Change Password', url: onOrigin(origin, PATHS[product].helpChangePassword), key: null },
      text('Changing it signs you out everywhere. Sign in again with the new password.'),
      text('If you don’t, then from that moment on signing in with it opens one page only: the one to choose a new password.'),
      note('If you have forgotten it, choose Forgot Password on the sign-in page.'),
    ],
  }
}
