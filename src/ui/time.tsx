import { relativeWords, utcWords } from './time-words.ts'

/**
 * A moment: relative words, and below them the absolute time, which the page script rewrites into the reader's own zone.
 * UTC stands in the title. `brief` leaves the absolute line out (in dense tables).
 */
export function Time({ at, now, brief = false }: { at: Date; now: Date; brief?: boolean }) {
  return (
    <time datetime={at.toISOString()} title={utcWords(at)}>
      {relativeWords(at, now)}
      {brief ? null : (
        <span class="sub" data-local-time>
          {utcWords(at)}
        </span>
      )}
    </time>
  )
}
