import type { Child } from 'hono/jsx'
import { Refreshed } from './search.tsx'

export type ProgressProps = {
  /** Unique on the page. */
  readonly id: string
  /** What the bar tells of, for those who hear it: "Deactivate 1,240 users". */
  readonly label: string
  /** Those settled so far, refused ones included. */
  readonly done: number
  readonly total: number
  readonly refused: number
  /** While it runs the page asks the server again and again, and swaps all that is `Refreshed`. */
  readonly isRunning: boolean
  /** How it stands, in a few words: "Waiting to start", "Running", "Done". Read out as it changes. */
  readonly state: string
  /** This page's own path: without script a link leads here once more. */
  readonly href: string
}

/** A bar fed by the server. The page can be left and come back to: nothing depends on its being open. */
export function Progress({ id, label, done, total, refused, isRunning, state, href }: ProgressProps) {
  return (
    <div class="progress">
      <Refreshed id={`${id}-state`} live>
        <strong>{state}</strong>
      </Refreshed>
      <Refreshed id={`${id}-bar`}>
        <progress aria-label={label} max={Math.max(total, 1)} value={total === 0 && !isRunning ? 1 : done} />
        <p class="progress-counts">
          <Counts done={done} total={total} refused={refused} />
        </p>
        {isRunning ? (
          <>
            <span data-progress hidden />
            <noscript>
              <p>
                <a href={href}>Look again</a>
              </p>
            </noscript>
          </>
        ) : null}
      </Refreshed>
    </div>
  )
}

function Counts({ done, total, refused }: Pick<ProgressProps, 'done' | 'total' | 'refused'>): Child {
  const share = total === 0 ? 100 : Math.floor((done / total) * 100)
  return (
    <>
      {done.toLocaleString('en-GB')} of {total.toLocaleString('en-GB')} ({share}%)
      {refused === 0 ? null : <span class="progress-refused">{refused.toLocaleString('en-GB')} left as they are</span>}
    </>
  )
}
