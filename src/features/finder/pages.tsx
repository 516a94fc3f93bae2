import { Hono } from 'hono'
import type { Config } from '../../config/config.ts'
import { findPlatforms } from '../../domain/platform-finder.ts'
import { frontDoorChrome } from '../../ui/front-door-chrome.ts'
import { renderPage } from '../../ui/layout.tsx'
import { FRONT_DOOR } from '../../ui/paths.ts'
import { answerTitle, FinderView } from './views.tsx'

/** "Which platform is mine?" (S02, N03): an address that can be bookmarked, answered from text and directory alone. */
export function finderPages({ config }: { config: Pick<Config, 'brand' | 'directory' | 'demo'> }): Hono {
  const chrome = frontDoorChrome({ brand: config.brand, demo: config.demo, current: 'finder' })

  return new Hono().get(FRONT_DOOR.home, (c) => {
    const typed = c.req.query('username')
    const answer = findPlatforms(config.directory, typed ?? '')
    return c.html(
      renderPage({
        chrome,
        title: answerTitle(answer),
        wide: true,
        robots: answer.kind === 'empty',
        children: <FinderView directory={config.directory} answer={answer} asked={typed !== undefined} />,
      }),
    )
  })
}
