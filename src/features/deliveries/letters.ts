import type { ToldEvent } from '../../domain/told-event.ts'
import type { Letter, LetterBlock } from '../../mail/letter.ts'
import { markdownText } from '../../ui/markdown.tsx'
import { FRONT_DOOR, onOrigin } from '../../ui/paths.ts'
import { counted } from '../../ui/time-words.ts'
import { moment, note, text } from '../letters/parts.ts'
import { concernedWords, stageWords } from './letter-words.ts'

/** What every mail of a subscription says beside its news. */
export type SubscriptionLetter = {
  readonly frontDoorOrigin: string
  /** "Acme Status" */
  readonly pageName: string
  /** What was subscribed to, in words. */
  readonly scope: string
  readonly manageUrl: string
  readonly unsubscribeUrl: string
}

/** One event, told at once. The subject carries the point: "[US Platform 1] Investigating: sign-in is slow". */
export function eventLetter(told: ToldEvent, of: SubscriptionLetter): Letter {
  const where = concernedWords(told.concerned, of.pageName)
  return {
    subject: `[${where}] ${stageWords(told)}${told.incident ? `: ${told.incident.name}` : ''}`,
    heading: told.incident?.name ?? `${where}: ${stageWords(told).toLowerCase()}`,
    blocks: [
      ...bodyBlocks(told),
      { kind: 'facts', facts: factsOf(told, of) },
      { kind: 'action', label: 'See the status page', url: pageOf(told, of), key: null },
      ...footer(of),
    ],
  }
}

/** Many events at once: of each thing its newest state first, then all that was told of it, so that nothing is lost. */
export function digestLetter(told: readonly ToldEvent[], of: SubscriptionLetter): Letter {
  const things = [...Map.groupBy(told, thingOf).values()]
  const [first] = told
  const updates = counted(told.length, 'update')
  const subject =
    things.length === 1 && first
      ? `${updates}: ${first.incident?.name ?? concernedWords(first.concerned, of.pageName)}`
      : `${updates} about ${counted(things.length, 'event')}`
  return {
    subject: `[${of.pageName}] ${subject}`,
    heading: subject,
    blocks: [
      text('Much happened within a few minutes, so here it is in one mail, the newest of each first.'),
      ...things.flatMap((events) => digestOf(events, of)),
      { kind: 'action', label: 'See the status page', url: onOrigin(of.frontDoorOrigin, FRONT_DOOR.status), key: null },
      ...footer(of),
    ],
  }
}

const thingOf = ({ incident, concerned }: ToldEvent) => incident?.id ?? concerned.join()

function digestOf(events: readonly ToldEvent[], of: SubscriptionLetter): readonly LetterBlock[] {
  const newest = events.at(-1)
  if (!newest) return []
  const where = concernedWords(newest.concerned, of.pageName)
  const earlier = events.slice(0, -1).toReversed()
  return [
    {
      kind: 'facts',
      facts: [
        [where, newest.incident?.name ?? stageWords(newest)],
        ['Newest state', stageWords(newest)],
        ['Since', moment(timeOf(newest))],
      ],
    },
    ...bodyBlocks(newest),
    ...(earlier.length > 0 ? [text('Before that:'), { kind: 'list' as const, items: earlier.map(lineOf) }] : []),
    ...(newest.incident ? [{ kind: 'link' as const, label: 'All of it', url: pageOf(newest, of) }] : []),
  ]
}

function lineOf(told: ToldEvent): string {
  const words = told.update ? `: ${markdownText(told.update.body)}` : ''
  return `${moment(timeOf(told))}, ${stageWords(told)}${words}`
}

function bodyBlocks(told: ToldEvent): readonly LetterBlock[] {
  const body = told.update ? markdownText(told.update.body) : automaticWords(told)
  return body
    .split(/\n{2,}/u)
    .filter((paragraph) => paragraph.trim() !== '')
    .map((paragraph): LetterBlock => {
      const lines = paragraph.split('\n').filter((line) => line.trim() !== '')
      const isList = lines.every((line) => line.startsWith('- '))
      return isList ? { kind: 'list', items: lines.map((line) => line.slice(2)) } : text(lines.join(' '))
    })
}

const NOTICE_SENTENCES = {
  '72h': 'This maintenance begins in three days.',
  '24h': 'This maintenance begins in a day.',
  '1h': 'This maintenance begins in an hour.',
  start: 'The maintenance has begun.',
  overrun: 'The planned end has passed. The maintenance goes on; we will say when it is completed.',
  end: 'The maintenance is completed.',
} as const

function automaticWords({ details, concerned }: ToldEvent): string {
  if (details.notice) return NOTICE_SENTENCES[details.notice]
  const name = concerned.join(', ')
  if (details.newState === 'operational') return `Our automatic checks find ${name} well again.`
  return `Our automatic checks have found a problem with ${name}. A person will look into it; we will write more as soon as we know it.`
}

function factsOf(told: ToldEvent, of: SubscriptionLetter): readonly (readonly [string, string])[] {
  const { incident, concerned } = told
  const window =
    incident?.scheduledFor && incident.scheduledUntil ? { from: incident.scheduledFor, until: incident.scheduledUntil } : null
  return [
    ['State', stageWords(told)],
    ...(concerned.length > 0 ? [['Concerns', concerned.join(', ')] as const] : []),
    ...(window ? [['From', moment(window.from)] as const, ['Until', moment(window.until)] as const] : []),
    ...(incident?.isRelease ? [['Kind', 'Release without downtime'] as const] : []),
    [`Told on ${of.pageName}`, moment(timeOf(told))],
  ]
}

const timeOf = ({ update, at }: ToldEvent): Date => update?.at ?? at

function pageOf({ incident }: ToldEvent, { frontDoorOrigin }: SubscriptionLetter): string {
  return onOrigin(frontDoorOrigin, incident ? FRONT_DOOR.incident(incident.id) : FRONT_DOOR.status)
}

function footer({ scope, manageUrl, unsubscribeUrl, pageName }: SubscriptionLetter): readonly LetterBlock[] {
  return [
    note(`You get this because this address is subscribed to ${pageName}: ${scope}.`),
    { kind: 'link', label: 'Change what you get', url: manageUrl },
    { kind: 'link', label: 'Unsubscribe', url: unsubscribeUrl },
  ]
}
