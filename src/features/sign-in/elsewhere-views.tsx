import type { Platform } from '../../domain/platform-directory.ts'
import type { Candidate } from '../../domain/platform-finder.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { WhyCandidate } from '../../ui/candidate.tsx'
import { FRONT_DOOR, onOrigin } from '../../ui/paths.ts'
import { PlatformStatus } from '../../ui/platform-status.tsx'
import { signInAddress } from '../../ui/sign-in-address.ts'

/** A platform that a typed name may belong to. */
export type OtherPlatform = {
  readonly candidate: Candidate
  /** Null: nothing is known of how it is. */
  readonly standing: PlatformStanding | null
}

type Typed = {
  readonly others: readonly OtherPlatform[]
  readonly here: Platform
  readonly username: string
  readonly isEmailAddress: boolean
  readonly frontDoorOrigin: string
  readonly now: Date
  readonly demo: boolean
}

/** Said to everyone who types such a name, whether or not there is an account (N03): the finder's own words. */
export function Elsewhere(typed: Typed) {
  const { others, here, isEmailAddress, frontDoorOrigin } = typed
  return (
    <>
      {others.length === 0 ? null : (
        <Notice heading="This name belongs to another platform">
          <p>You are at {here.label}.</p>
          {others.map((other) => (
            <Other {...typed} other={other} />
          ))}
        </Notice>
      )}
      {isEmailAddress ? (
        <Notice heading="This may be your e-mail address">
          <p>
            Here your username is another name. We can{' '}
            <a href={onOrigin(frontDoorOrigin, FRONT_DOOR.forgotUsername)}>mail you your usernames</a>.
          </p>
        </Notice>
      ) : null}
    </>
  )
}

function Other({ other: { candidate, standing }, username, frontDoorOrigin, now, demo }: Typed & { other: OtherPlatform }) {
  const { platform } = candidate
  return (
    <>
      <p>
        <b>{platform.label}</b>, {platform.region}. <WhyCandidate candidate={candidate} />
      </p>
      {standing === null ? null : <PlatformStatus standing={standing} origin={frontDoorOrigin} now={now} />}
      <ButtonLink href={signInAddress({ platform, username, demo })} tone="quiet" wide>
        Sign in to {platform.label}
      </ButtonLink>
    </>
  )
}
