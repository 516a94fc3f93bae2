import { utcTimeWords, utcWords } from './time-words.ts'

/** A moment to plan by: in UTC, and before that, where the page's script knows it, in the reader's own zone (S04). */
export function LocalTime({ at }: { at: Date }) {
  return (
    <time class="local-time" datetime={at.toISOString()}>
      <b data-local-moment hidden></b> <span class="utc">{utcWords(at)}</span>
    </time>
  )
}

/** From one moment to another; of the same day the second is its time alone. The page's script does so by the reader's days. */
export function LocalSpan({ from, until }: { from: Date; until: Date }) {
  const isSameDay = from.toISOString().slice(0, 10) === until.toISOString().slice(0, 10)
  return (
    <>
      <LocalTime at={from} /> to{' '}
      <time class="local-time" datetime={until.toISOString()} data-since={from.toISOString()} data-utc={utcWords(until)}>
        <b data-local-moment hidden></b> <span class="utc">{isSameDay ? utcTimeWords(until) : utcWords(until)}</span>
      </time>
    </>
  )
}
