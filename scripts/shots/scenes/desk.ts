/** The demo on a wide window: panes beside each other. */
import { expect } from '@playwright/test'
import type { Stage } from '../stage'

export async function desk(stage: Stage): Promise<void> {
  const { camera, cast, words } = stage
  const demo = await stage.demo()
  for (const [width, height] of [[1_024, 720], [1_440, 900]] as const) {
    const me = await demo.person(cast.me, { viewport: { width, height } })
    const { page } = me
    await expect(page.getByText(words.chooseChat)).toBeVisible()
    await camera.shoot(page, `panes ${width}, none open`)
    await me.enter(cast.group)
    await expect(page.locator('.chat-bubble').first()).toBeVisible()
    await page.waitForTimeout(300)
    await camera.shoot(page, `panes ${width}`)
    await page.locator('.chat-head__main').click()
    await expect(page.locator('.chat-panes__aside .chat-info__person').nth(2)).toBeVisible()
    await camera.shoot(page, `panes ${width}, details`)
    await camera.vary(page, `panes ${width}, details`, ['200%', 'rtl'])
    await page.locator('.chat-panes__aside .chat-option', { hasText: words.allMembers }).click()
    await expect(page.locator('.chat-layer .chat-people__row').first()).toBeVisible()
    await camera.shoot(page, `panes ${width}, members`)
    await page.context().close()
  }
}
