import { defineConfig } from '@playwright/test'
import { browserArgs, findBrowser } from './scripts/browser'

export default defineConfig({
  testDir: 'tests/e2e',
  outputDir: 'test-results',
  timeout: 60_000,
  expect: { timeout: 20_000 },
  // Each test has servers of its own; the machine has two cores.
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // CI's machine may stand still for seconds. What fails there once and then holds is printed as flaky, to be mended.
  retries: process.env.CI ? 1 : 0,
  reporter: 'list',
  // `npm test` runs the first one; the others take their time: `npm run test:long`, `npm run conformance`.
  projects: [
    { name: 'pages', testIgnore: ['**/conformance.test.ts', '**/*.long.test.ts'] },
    { name: 'long', testMatch: '**/*.long.test.ts' },
    { name: 'conformance', testMatch: '**/conformance.test.ts' },
  ],
  use: {
    viewport: { width: 375, height: 812 },
    locale: 'en-US',
    actionTimeout: 15_000,
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    launchOptions: { executablePath: findBrowser() ?? undefined, args: [...browserArgs] },
  },
})
