import { expect, test as base } from '@playwright/test'
import { Demo } from '../helpers/demo'

/** A test with a demo of its own, on whose pages no error may show. */
export const test = base.extend<{ demo: Demo }>({
  demo: async ({ browser }, use) => {
    const demo = await Demo.start(options => browser.newContext(options))
    await use(demo)
    await demo.close()
    expect(demo.errors).toEqual([])
  },
})

export { expect }
