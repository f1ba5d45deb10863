/** The example of the list alone: it needs no server. */
import { expect, test } from './fixtures'

for (const [locale, name, empty] of [
  ['en-US', 'The list alone', 'Nothing was seen yet. Add a line, or 100,000.'],
  ['zh-CN', '单独使用列表', '还没有记录。加一条，或加十万条。'],
] as const) {
  test(`its own rows, dividers and empty state, in ${locale}`, async ({ demo }) => {
    const { page } = await demo.visitor({ locale })
    await page.getByText(name).click()
    await expect(page.locator('.alone__empty')).toHaveText(empty)
    const [add, fill, jump, clear] = await page.locator('.alone__key').all()
    await add?.click()
    await expect(page.locator('.alone__line')).toHaveCount(1)
    await expect(page.locator('.alone__day')).toHaveCount(1)

    await fill?.click()
    await expect(page.locator('.alone__line').last()).toBeInViewport()
    expect(await page.locator('.alone__line').count()).toBeLessThan(100)
    await jump?.click()
    await expect(page.locator('.chat-list__row--lit')).toBeInViewport()
    await expect(page.locator('.chat-list__pill--down')).toBeInViewport()

    await clear?.click()
    await expect(page.locator('.alone__empty')).toBeVisible()
  })
}
