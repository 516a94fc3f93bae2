import type { Candidate } from '../domain/platform-finder.ts'
import type { PlatformStanding } from '../domain/platform-standing.ts'
import { ButtonLink, type ButtonTone } from './button.tsx'
import { Verbatim } from './page-parts.tsx'
import { PlatformStatus } from './platform-status.tsx'

/** A platform that a typed name may belong to: why, in which region, how it is, and the way to its sign-in page (S02, N03). */
export function CandidateCard({
  candidate,
  signInUrl,
  standing = null,
  statusOrigin,
  now,
  tone = 'primary',
}: {
  candidate: Candidate
  /** With the name, where it may be carried along. */
  signInUrl: string
  standing?: PlatformStanding | null
  /** Of the front door, where this page is not its own. */
  statusOrigin?: string | undefined
  now: Date
  tone?: ButtonTone
}) {
  const { platform } = candidate
  return (
    <section class="candidate" aria-label={platform.label}>
      <div>
        <h2>{platform.label}</h2>
        <p class="hint">{platform.region}</p>
      </div>
      <p>
        <WhyCandidate candidate={candidate} />
      </p>
      {standing === null ? null : <PlatformStatus standing={standing} origin={statusOrigin} now={now} />}
      <p>
        <ButtonLink href={signInUrl} tone={tone}>
          Sign in to {platform.label}
        </ButtonLink>
      </p>
    </section>
  )
}

/** What in the name says so. */
export function WhyCandidate({ candidate: { because, identifier } }: { candidate: Candidate }) {
  const sign = <Verbatim>{identifier}</Verbatim>
  switch (because) {
    case 'identifier':
      return <>Its identifier, {sign}, is in the name.</>
    case 'retired_identifier':
      return (
        <>
          The name has {sign}, a retired identifier: new usernames no longer get it, but those who have it still sign in with it.
        </>
      )
    case 'login_sign':
      return <>All its user logins contain {sign}.</>
  }
}
