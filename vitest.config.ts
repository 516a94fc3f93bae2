import { defineConfig } from 'vitest/config'
import { countReporter } from './test/support/count-reporter.ts'

export default defineConfig({
  // Markup is Hono's, as the tsconfig says to the compiler.
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    reporters: ['default', countReporter()],
    globalSetup: ['test/support/global-setup.ts'],
    // Test files share nothing but the database server, on which each world has its own database.
    isolate: false,
    // Many tests wait for a database, a browser or a process more than they compute.
    maxWorkers: '100%',
    // Longer than any wait in a test, which then says what did not come.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'test/support/*.test.ts', 'test/sabotage/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
        },
      },
    ],
  },
})
