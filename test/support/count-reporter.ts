import type { Reporter, TestModule } from 'vitest/node'

/**
 * Ends a run with one plain line, `12 passed, 0 failed` (`, 1 skipped` where there are any), which scripts can read.
 * A file that could not be loaded, a hook that failed, and an error that no test caught count as failed: they hide tests.
 */
export function countReporter(): Reporter {
  let counts: Counts | null = null
  const print = (exitCode: string | number) =>
    console.log(line(counts ?? { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 }))
  return {
    onInit: () => void process.once('exit', print),
    onTestRunEnd: (modules, unhandledErrors) => {
      counts = countTests(modules)
      counts.failed += unhandledErrors.length
    },
  }
}

type Counts = { passed: number; failed: number; skipped: number }

function countTests(modules: readonly TestModule[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const module of modules) {
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      // A test still pending at the end was cut off.
      counts[state === 'pending' ? 'failed' : state] += 1
    }
    for (const suite of [module, ...module.children.allSuites()]) if (suite.errors().length > 0) counts.failed += 1
  }
  return counts
}

function line({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
