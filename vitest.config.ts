import { defineConfig } from 'vitest/config'

// Nothing of ours is global, so what one test file loaded may serve the next: loading is a third of the time.
const isolate = false

export default defineConfig({
  test: {
    // Many tests wait for servers and browsers of their own rather than for the processor.
    maxWorkers: 3,
    projects: [
      { test: { name: 'unit', isolate, include: ['{build,server,scenarios,client,contracts}/**/*.test.ts'] } },
      {
        test: {
          name: 'http',
          isolate,
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'browser',
          isolate,
          include: ['test/**/*.browser.test.ts'],
          globalSetup: 'test/browser/start-chromium.ts',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/vitest.json' }]] : ['default'],
  },
})
