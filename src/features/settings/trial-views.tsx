import {
  changedSettings,
  SETTING_NAMES,
  SETTING_WORDS,
  settingValue,
  type SecuritySettings,
} from '../../domain/security-settings.ts'
import { Notice } from '../../ui/alert.tsx'
import { ButtonLink, PostButton } from '../../ui/button.tsx'
import { ButtonRow, Card, Facts, PageHeading, PageSection, Verbatim } from '../../ui/page-parts.tsx'
import { PLATFORM } from '../../ui/paths.ts'
import { Time } from '../../ui/time.tsx'

export type RunningTrial = {
  readonly before: SecuritySettings
  readonly tried: SecuritySettings
  readonly endsAt: Date
  readonly secondsLeft: number
  readonly isOwn: boolean
  /** Who started it; null once that account is gone. */
  readonly authorName: string | null
  readonly version: number
  readonly now: Date
}

/** While settings are being tried (N12): what they are, how long they last, and the two ways on. */
export function RunningTrialView(trial: RunningTrial) {
  const { before, tried, isOwn, authorName, version } = trial
  const fields = { version: String(version) }
  return (
    <>
      <p>
        <a href={PLATFORM.subscription}>Back to the subscription</a>
      </p>
      <PageHeading sub={`${isOwn ? 'You are' : `${authorName ?? 'Somebody'} is`} trying new ones.`}>
        Security settings
      </PageHeading>
      <Notice tone="warn" heading="New settings are being tried">
        <p>
          They count already. Unless somebody who still gets in keeps them, the earlier ones come back by themselves{' '}
          <Countdown {...trial} next={PLATFORM.settingsTrial(seconds(trial.endsAt))} />.
        </p>
      </Notice>
      <PageSection heading="What is different">
        <Card>
          <div class="even">
            <Facts
              facts={changedSettings(before, tried).map((name) => [
                SETTING_WORDS[name],
                <>
                  <strong>{settingValue(name, tried)}</strong> <span class="muted">instead of {settingValue(name, before)}</span>
                </>,
              ])}
            />
          </div>
        </Card>
        <ButtonRow>
          <PostButton action={PLATFORM.keepSettings} fields={fields}>
            Keep these settings
          </PostButton>
          <PostButton action={PLATFORM.giveSettingsUp} fields={fields} tone="quiet">
            Go back now
          </PostButton>
        </ButtonRow>
      </PageSection>
      <PageSection heading="All that counts now">
        <div class="even">
          <Facts facts={SETTING_NAMES.map((name) => [SETTING_WORDS[name], settingValue(name, tried)])} />
        </div>
      </PageSection>
    </>
  )
}

/** For whom settings on trial keep out: nothing is lost, and nothing need be done. It tells what its address says, no more. */
export function KeptOutView({
  endsAt,
  secondsLeft,
  address,
  now,
}: {
  endsAt: Date
  secondsLeft: number
  address: string
  now: Date
}) {
  return (
    <>
      <PageHeading>These settings keep you out</PageHeading>
      <Notice tone="warn" heading="You need not do anything">
        <p>
          The new settings are being tried, and they don’t let this session in: you are at <Verbatim>{address}</Verbatim>. The
          earlier ones come back by themselves{' '}
          <Countdown endsAt={endsAt} secondsLeft={secondsLeft} now={now} next={PLATFORM.settingsTrial(seconds(endsAt))} />, and
          you are signed in again.
        </p>
      </Notice>
      <p>Do you want to keep the new settings? Sign in from where they let you in, and keep them there before the time is up.</p>
      <ButtonRow>
        <ButtonLink href={PLATFORM.settingsTrial(seconds(endsAt))}>Try again</ButtonLink>
        <ButtonLink href={PLATFORM.signIn} tone="quiet">
          Sign in anew
        </ButtonLink>
      </ButtonRow>
    </>
  )
}

type CountdownProps = { readonly endsAt: Date; readonly secondsLeft: number; readonly now: Date; readonly next: string }

/** Words that the page script lets run; at the end it goes on to `next`. */
function Countdown({ endsAt, secondsLeft, now, next }: CountdownProps) {
  return (
    <strong
      class="countdown"
      role="timer"
      data-countdown
      data-seconds={String(Math.max(0, Math.ceil(secondsLeft)))}
      data-next={next}
    >
      <Time at={endsAt} now={now} brief />
    </strong>
  )
}

function seconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000)
}
