import type { Child } from 'hono/jsx'
import { type Platform, type PlatformDirectory, privatePlatforms } from '../../domain/platform-directory.ts'
import type { Candidate, FinderAnswer } from '../../domain/platform-finder.ts'
import type { UnreadablePart } from '../../domain/username.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink, type ButtonTone } from '../../ui/button.tsx'
import { Verbatim } from '../../ui/page-parts.tsx'
import { FRONT_DOOR, outsideUrl } from '../../ui/paths.ts'
import { shownText } from '../../ui/shown-text.ts'

/** What the finder says above its form. An answer is a page with links: no form may lead to another origin. */
export function AnswerView({ directory, answer }: { directory: PlatformDirectory; answer: FinderAnswer }) {
  switch (answer.kind) {
    case 'empty':
      return <></>
    case 'found':
      return <Found {...answer} />
    case 'too_long':
      return (
        <NoMatch directory={directory} heading="That is too long for a username">
          <p>A username has about ten characters, like acme_jd1.</p>
        </NoMatch>
      )
    case 'unreadable':
      return (
        <NoMatch directory={directory} heading="This doesn’t look like a username">
          <p>{UNREADABLE[answer.part]}</p>
        </NoMatch>
      )
    case 'unknown_identifier':
      return (
        <NoMatch directory={directory} heading="No platform has this identifier">
          <p>
            Before the two letters stands <Verbatim>{shownText(answer.identifier)}</Verbatim>, and no platform uses it.
          </p>
          {answer.otherCase.map((candidate) => (
            <>
              <p>
                Case counts: with <Verbatim>{candidate.identifier}</Verbatim> in its place it would be {candidate.platform.label}.
              </p>
              <SignInLink platform={candidate.platform} />
            </>
          ))}
        </NoMatch>
      )
  }
}

const UNREADABLE: Readonly<Record<UnreadablePart, string>> = {
  initials: 'A username ends with two letters and perhaps digits, like the jd1 of acme_jd1. This one does not.',
  identifier: 'Before the two letters stands one character that names the platform, like the _ of acme_jd1. Here it is missing.',
  acronym: 'A username starts with three to five letters or digits, like the acme of acme_jd1. This one starts differently.',
}

function Found({ typed, candidates, mayBeEmailAddress }: Extract<FinderAnswer, { kind: 'found' }>) {
  return (
    <>
      {candidates.length > 1 ? (
        <p>
          <Verbatim>{shownText(typed)}</Verbatim> may belong to one of these:
        </p>
      ) : null}
      {candidates.map((candidate) => (
        <Notice tone="good" heading={candidate.platform.label}>
          <p>{because(candidate)}</p>
          <SignInLink platform={candidate.platform} tone="primary" />
        </Notice>
      ))}
      {mayBeEmailAddress ? (
        <Notice heading="This may be your e-mail address">
          <p>
            On every other platform your username is another name, like acme_jd1. It is in your welcome mail, and your Manager,
            your point of contact and your colleagues see it in their Users section.
          </p>
        </Notice>
      ) : null}
    </>
  )
}

function because({ platform, because: reason, identifier }: Candidate) {
  const sign = <Verbatim>{identifier}</Verbatim>
  switch (reason) {
    case 'identifier':
      return (
        <>
          Your username has its identifier, {sign}. Region: {platform.region}.
        </>
      )
    case 'retired_identifier':
      return (
        <>
          Your username has {sign}, a retired identifier: new usernames no longer get it, but those who have it still sign in
          here. Region: {platform.region}.
        </>
      )
    case 'login_sign':
      return (
        <>
          User logins with {sign} belong to it. Region: {platform.region}.
        </>
      )
  }
}

function NoMatch({ directory, heading, children }: { directory: PlatformDirectory; heading: string; children: Child }) {
  const hidden = privatePlatforms(directory)
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

function SignInLink({ platform, tone = 'quiet' }: { platform: Platform; tone?: ButtonTone }) {
  return (
    <p>
      <ButtonLink href={outsideUrl(platform.signInUrl)} tone={tone}>
        Sign in to {platform.label}
      </ButtonLink>
    </p>
  )
}
