/** The list among keyboards, other rooms and rounded screens. */
import { expect, test } from './fixtures'

const messages = (count: number): string[] => Array.from({ length: count }, (_, index) => `message ${index}`)

test('a keyboard that lies over the page, as Safari has it, leaves the last message in view', async ({ demo }) => {
  await demo.seed('Grace', messages(30))
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.seesLast('message 29')
  const cover = (height: number): Promise<void> => ada.page.evaluate((height) => {
    const { visualViewport, innerHeight } = window
    Object.defineProperty(visualViewport, 'height', { value: innerHeight - height, configurable: true })
    visualViewport?.dispatchEvent(new Event('resize'))
  }, height)
  const last = ada.page.locator('.chat-message', { hasText: 'message 29' })
  for (const height of [320, 0, 320, 0]) {
    await cover(height)
    await expect.poll(async () => {
      const box = await last.boundingBox()
      return box && box.y + box.height <= 812 - height
    }).toBe(true)
    await expect(last).toBeInViewport({ ratio: 1 })
  }
})

test('a reader further up keeps the line while the keyboard comes and goes', async ({ demo }) => {
  await demo.seed('Grace', messages(60))
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.seesLast('message 59')
  await ada.page.locator('.chat-list').hover()
  await ada.page.mouse.wheel(0, -900)
  await expect(ada.page.locator('.chat-list__pill--down')).toBeVisible()
  const line = ada.page.locator('.chat-message', { hasText: 'message 40' })
  await expect(line).toBeAttached()
  await ada.page.setViewportSize({ width: 375, height: 460 })
  await ada.page.setViewportSize({ width: 375, height: 812 })
  await expect(ada.page.locator('.chat-list__pill--down')).toBeVisible()
  await expect(ada.page.locator('.chat-message', { hasText: 'message 59' })).not.toBeInViewport()
})

test('two rooms on the stack don\'t disturb each other', async ({ demo }) => {
  await demo.seed('Grace', messages(60))
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await ada.seesLast('message 59')
  await ada.page.locator('.chat-list').hover()
  await ada.page.mouse.wheel(0, -900)
  await expect(ada.page.locator('.chat-list__pill--down')).toBeVisible()
  await ada.page.waitForTimeout(500)
  const top = (): Promise<number> => ada.page.locator('.chat-scroller').first().evaluate(area => area.scrollTop)
  const before = await top()

  // The same room once more, on top: it begins at its end, and what comes is seen there.
  // As `uni.navigateTo` does it, which isn't to be had from outside.
  await ada.page.evaluate(`document.querySelector('#app').__vue_app__.config.globalProperties.$router.push({
    path: '/pages/room/room', query: { id: 'general' }, state: { __id__: 99, __type__: 'navigateTo' }, force: true,
  })`)
  // A page that lies under another one is taken out of the document.
  await expect(ada.page.locator('.chat-list__pill--down')).toHaveCount(0)
  await ada.seesLast('message 59')
  await grace.enter('General')
  await grace.say('to both')
  await ada.seesLast('to both')

  await ada.page.goBack()
  const pill = ada.page.locator('.chat-list__pill--down')
  await expect(pill).toBeVisible()
  await expect(ada.page.locator('.chat-message', { hasText: 'to both' })).not.toBeInViewport()
  expect(await top()).toBeLessThanOrEqual(before)
  await pill.click()
  await ada.seesLast('to both')
})

test('rows and pills stay clear of a notch at either side', async ({ demo }) => {
  await demo.seed('Grace', messages(30))
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.page.setViewportSize({ width: 812, height: 375 })
  const session = await ada.page.context().newCDPSession(ada.page)
  await session.send('Emulation.setSafeAreaInsetsOverride', { insets: { left: 44, right: 44, bottom: 21 } })
  await ada.seesLast('message 29')
  const row = await ada.page.locator('.chat-list__row').last().boundingBox()
  expect(row?.x).toBe(44)
  expect(row && row.x + row.width).toBe(812 - 44)
  await ada.page.locator('.chat-list').hover()
  await ada.page.mouse.wheel(0, -600)
  const pill = await ada.page.locator('.chat-list__pill--down').boundingBox()
  expect(pill && pill.x + pill.width).toBe(812 - 44 - 12)
})
