import type { BulkAct, BulkOutcome, BulkRefusal } from '../../domain/bulk-act.ts'
import { counted } from '../../ui/time-words.ts'

type ActWords = {
  readonly label: string
  /** After "12 users": what would happen to them, what has. */
  readonly will: string
  readonly was: string
  /** What follows from it, and whether it can be undone. */
  readonly happens: string
  readonly isDangerous?: true
}

export const ACT_WORDS: Readonly<Record<BulkAct, ActWords>> = {
  activate: {
    label: 'Activate',
    will: 'will be activated',
    was: 'were activated',
    happens:
      'They are Active again with the passwords they had; who never had one goes back to Pending Activation. Each gets a mail that says so. You can deactivate them again.',
  },
  deactivate: {
    label: 'Deactivate',
    will: 'will be deactivated',
    was: 'were deactivated',
    happens:
      'They can’t sign in any more, their sessions end, and links in earlier mails stop working. Nothing is deleted: you can activate them again, but what they had not saved is lost.',
    isDangerous: true,
  },
  resend_welcome: {
    label: 'Resend welcome',
    will: 'will get a new welcome mail',
    was: 'were sent a new welcome mail',
    happens:
      'Each gets a new link to activate, good for three days; the link in the earlier mail stops working. That can’t be undone.',
  },
  move: {
    label: 'Move',
    will: 'will move',
    was: 'were moved',
    happens: 'What they may see, and who runs them, follows their unit. You can move them back.',
  },
  end_sessions: {
    label: 'End sessions',
    will: 'will be signed out everywhere',
    was: 'were signed out everywhere',
    happens: 'What they had not saved is lost; that can’t be undone. Passwords stay, so they can sign in again.',
    isDangerous: true,
  },
}

const WRONG_STATES: Readonly<Record<BulkAct, string>> = {
  activate: 'Only inactive users can be activated.',
  deactivate: 'Only active users can be deactivated.',
  resend_welcome: 'Only users who wait for activation get a welcome mail.',
  move: 'They can’t be moved as they stand.',
  end_sessions: 'They have never signed in.',
}

const REASONS: Readonly<Record<Exclude<BulkRefusal, 'wrong_state'>, string>> = {
  forbidden: 'Your role does not let you do this to them.',
  not_oneself: 'You can’t do this to yourself: ask another Manager.',
  point_of_contact: 'Points of contact have to be able to sign in: appoint somebody else in their place first.',
  last_manager: 'This is the last Manager who can sign in: name a second first.',
  already_there: 'They are in this unit already.',
  not_placeable: 'Managers are in no unit, and a Unit Manager always is in one.',
  email_changing: 'A change of their e-mail address is not settled yet, and until then no link goes to either address.',
  mail_pause: 'A mail of this kind went out to them a moment ago.',
  gone: 'They were cancelled meanwhile, or are not yours to see any more.',
}

/** The heading over some users, and why it is so where they are refused. */
export function fateWords({
  fate,
  users,
  act,
  isPreview,
}: {
  fate: BulkOutcome
  users: number
  act: BulkAct
  isPreview: boolean
}): { readonly heading: string; readonly why: string | null } {
  const who = counted(users, 'user')
  if (fate === 'done') {
    const { will, was } = ACT_WORDS[act]
    return { heading: `${who} ${isPreview ? will : singular(was, users)}`, why: null }
  }
  const why = fate === 'wrong_state' ? WRONG_STATES[act] : REASONS[fate]
  return { heading: `${who} ${isPreview ? 'will be left as they are' : `${users === 1 ? 'was' : 'were'} left as they are`}`, why }
}

function singular(was: string, users: number): string {
  return users === 1 ? was.replace('were', 'was') : was
}
