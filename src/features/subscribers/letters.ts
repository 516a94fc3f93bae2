import type { Letter, LetterBlock } from '../../mail/letter.ts'
import { FRONT_DOOR, onOrigin } from '../../ui/paths.ts'
import { note, text } from '../letters/parts.ts'

type Page = { readonly frontDoorOrigin: string; readonly pageName: string; readonly scope: string }

/** To an address in whose name somebody has subscribed. It greets nobody: we don't know who reads there. */
export function confirmSubscriptionLetter({
  frontDoorOrigin,
  pageName,
  scope,
  confirmKey,
}: Page & { confirmKey: string }): Letter {
  return {
    subject: `Confirm your subscription to ${pageName}`,
    heading: 'Do you want these mails?',
    blocks: [
      text(`Somebody, most likely you, asked us to mail this address about: ${scope}.`),
      text('Nothing is sent before you confirm it.'),
      {
        kind: 'action',
        label: 'Confirm the subscription',
        url: `${onOrigin(frontDoorOrigin, FRONT_DOOR.confirmSubscription)}#${confirmKey}`,
        key: confirmKey,
      },
      text('The link works for 7 days. Opening it changes nothing; only the form behind it does.'),
      ...mailHelp(frontDoorOrigin),
      note('If you did not ask for this, you need not do anything: we forget the request in 7 days.'),
    ],
  }
}

/** The same request, where it is subscribed already. What was asked now is not done: a stranger may have asked. */
export function alreadySubscribedLetter({ frontDoorOrigin, pageName, scope, manageKey }: Page & { manageKey: string }): Letter {
  return {
    subject: `You are subscribed to ${pageName} already`,
    heading: 'You are subscribed already',
    blocks: [
      text(`Somebody, most likely you, has just asked to subscribe this address. It already gets mails about: ${scope}.`),
      {
        kind: 'action',
        label: 'Change what you get',
        url: `${onOrigin(frontDoorOrigin, FRONT_DOOR.manageSubscription)}#${manageKey}`,
        key: manageKey,
      },
      ...mailHelp(frontDoorOrigin),
      note('If you did not ask for this, you need not do anything: nothing was changed.'),
    ],
  }
}

function mailHelp(frontDoorOrigin: string): readonly LetterBlock[] {
  const label = 'If links from our mails never work for you, a mail filter may be in the way'
  return [{ kind: 'link', label, url: onOrigin(frontDoorOrigin, FRONT_DOOR.supportMail) }]
}
