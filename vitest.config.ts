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
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts', 'test/support/*.test.ts'],
          testTimeout: 15_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // One browser and one server at a time: the machine's cores are for them.
          fileParallelism: false,
        },
      },
    ],
  },
})
