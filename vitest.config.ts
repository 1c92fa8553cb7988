import { defineConfig } from 'vitest/config'

const shared = {
  // No test file leaves anything global behind, so what one has loaded serves the next: loading is a third of the time.
  isolate: false,
  // A test fails because something is wrong, never because the machine is busy.
  testTimeout: 120_000,
  hookTimeout: 120_000,
}

export default defineConfig({
  test: {
    // Many tests wait for servers, commands and browsers rather than for the processor.
    maxWorkers: 3,
    projects: [
      { test: { ...shared, name: 'unit', include: ['{.build,server,scenarios,client,contracts}/**/*.test.ts'] } },
      {
        test: {
          ...shared,
          name: 'http',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'browser',
          include: ['test/**/*.browser.test.ts'],
          globalSetup: 'test/browser/start-chromium.ts',
        },
      },
    ],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/vitest.json' }]] : ['default'],
  },
})
