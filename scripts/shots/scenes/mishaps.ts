/** What fails though the connection holds: messages that don't come, and files that don't go. */
import { expect, type Page } from '@playwright/test'
import { picture } from '../../../tests/helpers/picture'
import type { Stage } from '../stage'
import type { World } from '../world'

/** While `fails` is set, the server says that it can't have what it is asked for of a log. */
async function withoutHistory(page: Page): Promise<{ fails: boolean }> {
  const state = { fails: true }
  await page.routeWebSocket(/\/v1\//, (socket) => {
    const server = socket.connectToServer()
    server.onMessage((data) => {
      const { type, id } = JSON.parse(String(data)) as { type: string, id?: string }
      if (type !== 'page' || !state.fails) socket.send(data)
      else socket.send(JSON.stringify({ type: 'error', id, code: 4500, message: 'the disk is full' }))
    })
  })
  return state
}

export async function mishaps(stage: Stage, world: World): Promise<void> {
  const { camera, cast, words } = stage
  const demo = await stage.demo()
  for (let count = 0; count < 60; count++) await world.others[1]?.say(cast.question)
  const me = await demo.person(cast.me)
  const { page } = me
  const history = await withoutHistory(page)
  await page.reload()
  await me.enter(cast.group)
  await expect(page.locator('.chat-room .chat-notice')).toContainText(words.loadFailed)
  await camera.shoot(page, 'room that can’t be loaded')
  await camera.vary(page, 'room that can’t be loaded', ['320 at 200%', 'rtl'])
  history.fails = false
  await page.locator('.chat-notice__action').click()
  await expect(page.locator('.chat-message').first()).toBeVisible()

  await page.locator('.chat-composer__more').click()
  await page.locator('.chat-more__tile').filter({ hasText: words.card }).click()
  await expect(page.locator('.chat-people__row').nth(2)).toBeVisible()
  await camera.shoot(page, 'whose card')
  await camera.vary(page, 'whose card', ['320 at 200%', 'rtl'])
  await page.locator('.chat-people__row').first().click()
  await expect(page.locator('.chat-message').last().locator('.chat-card')).toBeInViewport()

  await page.route('**/v1/files**', route => route.fulfill({ status: 413, json: { message: 'too large' } }))
  await page.locator('.chat-composer__more').click()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.locator('.chat-more__tile').filter({ hasText: words.image }).click(),
  ])
  await chooser.setFiles([{ name: 'a.png', mimeType: 'image/png', buffer: picture(300, 200, [200, 40, 40]) }])
  await expect(page.locator('.chat-message__failed')).toBeVisible()
  await camera.shoot(page, 'a picture that wasn’t sent')
  await page.locator('.chat-message__failed').click()
  await expect(page.locator('.uni-actionsheet').last()).toBeVisible()
  await camera.shoot(page, 'what to do with what wasn’t sent')
  await page.keyboard.press('Escape')
  await page.goBack()

  await me.enter('General')
  await expect(page.locator('.chat-message').first()).toBeVisible()
  history.fails = true
  await page.evaluate('[...document.querySelectorAll(".chat-scroller")].at(-1).scrollTop = -100000')
  await page.locator('.chat-list__edge').first().click()
  await expect(page.locator('.chat-list__edge').first()).toContainText(words.loadFailed)
  await camera.shoot(page, 'older messages can’t be loaded')
}
