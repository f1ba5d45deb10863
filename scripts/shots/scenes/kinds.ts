/** All kinds of messages, and what opens from them. */
import { expect, type Page } from '@playwright/test'
import type { Stage } from '../stage'

async function open(stage: Stage, query: string): Promise<Page> {
  const language = stage.camera.language === 'en' ? '' : '&zh=1'
  const page = await stage.open('kinds-app', `#/pages/kinds/kinds?${query}${language}`)
  await expect(page.locator('.chat-message').first()).toBeVisible()
  await page.waitForTimeout(200)
  return page
}

export async function kinds(stage: Stage): Promise<void> {
  const { camera } = stage
  for (const [name, query] of [['others’', ''], ['own', 'own=1']] as const) {
    const page = await open(stage, query)
    for (let part = 1; part <= 6; part++) {
      await camera.shoot(page, `kinds ${name}, part ${part}`)
      await page.evaluate('document.querySelector(".chat-scroller").scrollTop -= 700')
      await page.waitForTimeout(250)
    }
  }
  for (const [name, query, width] of [
    ['rtl', 'rtl=1', 375], ['rtl own', 'rtl=1&own=1', 375], ['200%', 'scale=2', 375],
    ['320 own 200%', 'scale=2&own=1', 320], ['long name', `name=${'W'.repeat(40)}`, 320], ['1024', '', 1_024],
  ] as const) {
    const page = await open(stage, query)
    await page.setViewportSize({ width, height: 812 })
    await page.waitForTimeout(300)
    for (let part = 1; part <= 3; part++) {
      await camera.shoot(page, `kinds ${name}, part ${part}`, [part % 2 ? 'light' : 'dark'])
      await page.evaluate('document.querySelector(".chat-scroller").scrollTop -= 700')
      await page.waitForTimeout(250)
    }
    await page.close()
  }

  const page = await open(stage, '')
  await page.locator('.chat-picture').last().focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.waitForTimeout(200)
  await camera.shoot(page, 'viewer')
  await page.keyboard.press('ArrowLeft')
  await page.waitForTimeout(200)
  await camera.shoot(page, 'viewer, a picture that is gone')
  await page.keyboard.press('Escape')
  await page.getByText('Chat history of Ada and Grace').last().click()
  await expect(page.locator('.chat-layer')).toBeVisible()
  await camera.shoot(page, 'forwarded talk')
  await camera.vary(page, 'forwarded talk', ['320 at 200%', '1024', 'rtl'])
}
