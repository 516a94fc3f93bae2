import { Hono } from 'hono'
import { systemClock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import { findPlatforms } from '../../domain/platform-finder.ts'
import type { PlatformStanding } from '../../domain/platform-standing.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { answerTitle, FinderView } from './views.tsx'

/** The page's own script says so while somebody types: then what is unfinished is not wrong. */
const TYPING_HEADER = 'x-typing'

/**
 * "Which platform is mine?" (S02, N03): an address that can be bookmarked, answered from text and directory alone, with how
 * each platform is as far as the front door knows. Needs no database.
 */
export function finderPages({
  config,
  standings = () => new Map(),
}: {
  config: Pick<Config, 'brand' | 'directory' | 'demo'>
  /** By the platform's id; empty where nothing is known. */
  standings?: () => ReadonlyMap<string, PlatformStanding>
}): Hono {
  const { brand, demo, directory } = config
  const chrome = frontDoorChrome({ brand, demo, current: 'finder' })

  return new Hono().get(FRONT_DOOR.home, (c) => {
    const typed = c.req.query('username')
    const answer = findPlatforms(directory, typed ?? '')
    const typing = c.req.header(TYPING_HEADER) !== undefined
    const finder = { directory, answer, standings: standings(), now: systemClock.now(), demo, typing }
    return c.html(
      renderPage({
        chrome,
        title: answerTitle(answer),
        wide: true,
        robots: answer.kind === 'empty',
        children: <FinderView {...finder} asked={typed !== undefined && !typing} />,
      }),
    )
  })
}
