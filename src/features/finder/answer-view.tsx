import type { Child } from 'hono/jsx'
import { privatePlatforms, type Platform, type PlatformDirectory } from '../../domain/platform-directory.ts'
import { mayGoOn, type FinderAnswer } from '../../domain/platform-finder.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import type { UnreadablePart } from '../../domain/username.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { CandidateCard } from '../../ui/candidate.tsx'
import { Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'
import { signInAddress } from '../../ui/sign-in-address.ts'

/** What every part of the finder's page is made of. */
export type Finder = {
  readonly directory: PlatformDirectory
  readonly answer: FinderAnswer
  readonly standings: ReadonlyMap<string, PlatformStanding>
  readonly now: Date
  readonly demo: boolean
}

/** What the finder says below its form. An answer is a page with links: no form may lead to another origin. */
export function AnswerView({ typing, ...finder }: Finder & { typing: boolean }) {
  const { answer } = finder
  if (isUnfinished(answer, typing)) return <></>
  switch (answer.kind) {
    case 'empty':
      return <></>
    case 'found':
      return <Found {...finder} answer={answer} />
    case 'too_long':
      return (
        <NoMatch finder={finder} heading="That is too long for a username">
          <p>A username has about ten characters, like acme_jd1.</p>
        </NoMatch>
      )
    case 'unreadable':
      return (
        <NoMatch finder={finder} heading="This doesn’t look like a username">
          <p>{UNREADABLE[answer.part]}</p>
        </NoMatch>
      )
    case 'unknown_identifier':
      return (
        <NoMatch finder={finder} heading="No platform has this identifier">
          <p>
            Before the two letters stands <Verbatim>{shownText(answer.identifier)}</Verbatim>, and no platform uses it.
          </p>
          {answer.otherCase.map(({ identifier, platform }) => (
            <>
              <p>
                Case counts: with <Verbatim>{identifier}</Verbatim> in its place it would be {platform.label}.
              </p>
              <SignInLink platform={platform} />
            </>
          ))}
        </NoMatch>
      )
  }
}

/** The answer in one line, for those who hear it while they type. */
export function answerLine({ answer, typing }: Pick<Finder, 'answer'> & { typing: boolean }): string {
  if (answer.kind === 'empty' || isUnfinished(answer, typing)) return ''
  if (answer.kind !== 'found') return 'No platform found'
  const labels = answer.candidates.map(({ platform }) => platform.label)
  return labels.length === 0 ? 'This may be your e-mail address' : `Found: ${labels.join(' or ')}`
}

/** In the middle of a name nothing is wrong with it yet. */
function isUnfinished(answer: FinderAnswer, typing: boolean): boolean {
  return typing && (answer.kind === 'unreadable' || answer.kind === 'unknown_identifier') && mayGoOn(answer.typed)
}

const UNREADABLE: Readonly<Record<UnreadablePart, string>> = {
  initials: 'A username ends with two letters and perhaps digits, like the jd1 of acme_jd1. This one does not.',
  identifier: 'Before the two letters stands one character that names the platform, like the _ of acme_jd1. Here it is missing.',
  acronym: 'A username starts with three to five letters or digits, like the acme of acme_jd1. This one starts differently.',
}

function Found({ answer, standings, now, demo }: Finder & { answer: Extract<FinderAnswer, { kind: 'found' }> }) {
  const { typed, candidates, mayBeEmailAddress } = answer
  return (
    <>
      {candidates.length > 1 ? (
        <p>
          <Verbatim>{shownText(typed)}</Verbatim> may belong to one of these:
        </p>
      ) : null}
      {candidates.map((candidate) => (
        <CandidateCard
          candidate={candidate}
          signInUrl={signInAddress({ platform: candidate.platform, username: typed, demo })}
          standing={standings.get(candidate.platform.id) ?? null}
          now={now}
        />
      ))}
      {mayBeEmailAddress ? (
        <Notice heading="This may be your e-mail address">
          <p>
            On every other platform your username is another name, like acme_jd1. We can{' '}
            <a href={FRONT_DOOR.forgotUsername}>mail you your usernames</a>.
          </p>
        </Notice>
      ) : null}
    </>
  )
}

function NoMatch({ finder, heading, children }: { finder: Finder; heading: string; children: Child }) {
  const hidden = privatePlatforms(finder.directory)
  return (
    <Notice tone="warn" heading={heading}>
      {children}
      {hidden.length > 0 ? (
        <>
          <p>Private platforms have no identifier, so no username can tell them. Is one of them yours?</p>
          {hidden.map((platform) => (
            <SignInLink platform={platform} />
          ))}
        </>
      ) : null}
      <p>
        Compare with your welcome mail, or find your platform in the table below. Your Manager, your point of contact, your TAM
        and <a href={FRONT_DOOR.supportNumbers}>support</a> can help.
      </p>
    </Notice>
  )
}

function SignInLink({ platform }: { platform: Platform }) {
  return (
    <p>
      <ButtonLink href={signInAddress({ platform, username: '', demo: false })} tone="quiet">
        Sign in to {platform.label}
      </ButtonLink>
    </p>
  )
}
