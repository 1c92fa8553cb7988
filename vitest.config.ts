import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    // Many tests wait for servers and browsers of their own rather than for the processor.
    maxWorkers: 3,
    projects: [
      { test: { name: 'unit', include: ['{server,scenarios,client,contracts}/**/*.test.ts'] } },
      {
        test: {
          name: 'http',
          include: ['test/**/*.test.ts'],
          exclude: ['test/**/*.browser.test.ts'],
          testTimeout: 20_000,
        },
      },
      {
        test: { name: 'browser', include: ['test/**/*.browser.test.ts'], testTimeout: 30_000 },
      },
    ],
    reporters: process.env.CI ? ['default', ['json', { outputFile: 'coverage/vitest.json' }]] : ['default'],
  },
})
