import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach } from 'vitest'
import type { App } from '../../src/app.ts'
import { type ContextWish, launchBrowser, openContext } from './browser.ts'
import { type Demo, sharedDemo } from './demo-server.ts'

/** What a file of browser tests plays on: the demo that all files share, and a browser. */
export type Stage = {
  readonly demo: Demo
  /** Where the platform stands that the stories play on. */
  readonly origin: string
  /** This process's own view of it, for making people. */
  readonly app: App
  /** The first page of somebody new, who shares no cookie with anybody else; it closes when the test ends. */
  readonly newPage: (wish?: ContextWish) => Promise<Page>
}

/** Sets the stage for the file that calls it, outside of any test. */
export async function useStage({ platformId = 'US1' }: { platformId?: string } = {}): Promise<Stage> {
  const contexts: BrowserContext[] = []
  const [demo, browser] = await Promise.all([sharedDemo(), launchBrowser()])
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()))
  })
  afterAll(() => browser.close())
  return {
    demo,
    origin: demo.origin(platformId),
    app: await demo.app(platformId),
    newPage: async (wish) => {
      const context = await openContext(browser, wish)
      contexts.push(context)
      return context.newPage()
    },
  }
}
