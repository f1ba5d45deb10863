import { expect } from '@playwright/test'
import type { Stage } from '../stage'

/** Rooms in which programs answer: customer service with its cards, and a bot that writes while one reads. */
export async function programs(stage: Stage): Promise<void> {
  const { camera, cast, words } = stage
  const demo = await stage.demoWithPrograms()
  const me = await demo.person(cast.me, { greeted: true })
  const { page } = me
  const quick = page.locator('.chat-quick__text')

  await me.enter(camera.language === 'en' ? 'Customer service' : '客服')
  await expect(quick).toHaveCount(4)
  await quick.nth(1).click()
  await expect(page.locator('.product')).toBeInViewport()
  await expect(quick).toHaveCount(4)
  await camera.shoot(page, 'service, a product')
  await page.locator('.product__buy').click()
  await expect(page.locator('.order')).toBeInViewport()
  await quick.nth(3).click()
  const question = page.locator('.chat-message:not(.chat-message--own) .rating')
  await expect(question).toBeInViewport()
  await camera.shoot(page, 'service, a rating is asked for')
  await question.getByRole('button').nth(3).click()
  await expect(question.getByRole('button')).toHaveCount(0)
  await page.waitForTimeout(2_000)
  await camera.shoot(page, 'service, rated')
  await camera.vary(page, 'service', ['320 at 200%', 'rtl'])

  await page.goBack()
  await me.enter('Demo bot')
  await me.say(cast.answer)
  await expect(page.locator('.chat-caret')).toBeVisible()
  await camera.shoot(page, 'an answer grows', ['light'])
  await page.getByRole('button', { name: words.stopAnswer, exact: true }).click()
  await expect(page.locator('.chat-answer__line')).toBeVisible()
  await camera.shoot(page, 'an answer, stopped')
  await page.locator('.chat-answer__key').click()
  await expect(page.locator('.chat-caret')).toBeVisible()
  await expect(page.locator('.chat-caret')).toHaveCount(0, { timeout: 60_000 })
  await camera.shoot(page, 'an answer, done')
  await camera.vary(page, 'an answer', ['320 at 200%', 'rtl'])

  await page.locator('.chat-head__main').click()
  await page.locator('.chat-option', { hasText: words.clearRoom }).click()
  await page.locator('.uni-modal__btn_primary').click()
  await page.goBack()
  await expect(page.locator('.chat-room .chat-notice')).toBeVisible()
  await camera.shoot(page, 'a cleared history', ['light'])
}
