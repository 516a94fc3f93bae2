import type { PolicyProfile } from './policy-profile.ts'

const DAY_SECONDS = 24 * 60 * 60

/** How long a password lives, in seconds; null: it stays good (PCI DSS 4.0.1 8.3.9). */
export function passwordLifeSeconds({ passwordExpiryDays }: PolicyProfile): number | null {
  return passwordExpiryDays === null ? null : passwordExpiryDays * DAY_SECONDS
}

/** A notice, and between which ages of a password, in seconds, it is the one to send: from the first, before the second. */
export type NoticeWindow = { readonly days: number; readonly fromSeconds: number; readonly untilSeconds: number }

/**
 * The notices of a profile, the nearest to the end first. Their windows don't overlap, so that whoever comes late, as the
 * job does after days of standstill, sends the nearest alone.
 */
export function noticeWindows(profile: PolicyProfile): readonly NoticeWindow[] {
  const life = passwordLifeSeconds(profile)
  if (life === null) return []
  const days = profile.passwordNoticeDays.toSorted((one, other) => one - other)
  return days.map((before, index) => {
    const next = days[index - 1]
    return {
      days: before,
      fromSeconds: Math.max(0, life - before * DAY_SECONDS),
      untilSeconds: next === undefined ? life : Math.max(0, life - next * DAY_SECONDS),
    }
  })
}

/** For so many seconds before its end a password's owner reads of it when signed in; 0: never. */
export function noticeSeconds(profile: PolicyProfile): number {
  return profile.passwordExpiryDays === null ? 0 : Math.max(0, ...profile.passwordNoticeDays) * DAY_SECONDS
}

/** "in 3 days", "within a day": how long a password is still good, in whole days. */
export function timeLeft({ expiresAt, now }: { expiresAt: Date; now: Date }): string {
  const days = (expiresAt.getTime() - now.getTime()) / (DAY_SECONDS * 1_000)
  if (days < 1) return 'within a day'
  return days < 1.5 ? 'in 1 day' : `in ${Math.round(days)} days`
}
