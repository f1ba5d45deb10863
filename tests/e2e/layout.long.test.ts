import { expect, test } from './fixtures'

const messages = (count: number): string[] => Array.from({ length: count }, (_, index) => `message ${index}`)

test('the keyboard takes its room without a shift: title and last message stay in view', async ({ demo }) => {
  await demo.seed('Grace', messages(20))
  const ada = await demo.person('Ada')
  await ada.enter('General')
  const last = ada.page.locator('.chat-message', { hasText: 'message 19' })
  await expect(last).toBeInViewport()

  // As Chrome on Android does it: the keyboard makes the page smaller (interactive-widget=resizes-content).
  await ada.page.setViewportSize({ width: 375, height: 460 })
  await expect(last).toBeInViewport({ ratio: 1 })
  await expect(ada.field).toBeInViewport({ ratio: 1 })
  expect(await ada.page.evaluate(() => window.scrollY)).toBe(0)

  await ada.page.setViewportSize({ width: 375, height: 812 })
  await expect(last).toBeInViewport({ ratio: 1 })
})

test('a composer that grows keeps the last message in view', async ({ demo }) => {
  await demo.seed('Grace', messages(20))
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await expect(ada.bubbles.last()).toBeInViewport({ ratio: 1 })
  await ada.field.fill('1\n2\n3\n4\n5\n6')
  await expect(ada.bubbles.last()).toBeInViewport({ ratio: 1 })
  const height = await ada.field.evaluate(field => field.clientHeight)
  expect(height, 'five lines at most').toBe(120)
})

test('older messages come as the reader scrolls up, and the line being read stays', async ({ demo }) => {
  await demo.seed('Grace', messages(120))
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.seesLast('message 119')
  const first = ada.page.locator('.chat-list__edge--start')

  await ada.page.locator('.chat-list').hover()
  await ada.page.mouse.wheel(0, -100_000)
  await expect(ada.page.locator('.chat-message', { hasText: 'message 69' })).toHaveCount(1)
  // The one that was the first is where the reader was.
  await expect(ada.page.locator('.chat-message', { hasText: 'message 70' })).toBeInViewport()
  await expect(first).toHaveCount(0)
  await expect(async () => {
    await ada.page.mouse.wheel(0, -100_000)
    await expect(first).toBeInViewport({ timeout: 500 })
  }).toPass()
  expect(await ada.readAll()).toEqual(messages(120))
})

test('a reader who looks back is left alone, and a pill leads down', async ({ demo }) => {
  await demo.seed('Ada', messages(30))
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')
  await grace.seesLast('message 29')

  await grace.page.locator('.chat-list').hover()
  await grace.page.mouse.wheel(0, -600)
  const pill = grace.page.locator('.chat-list__pill')
  await expect(pill).toBeVisible()
  await ada.say('news')
  await expect(pill).toContainText('1 new message')
  await expect(grace.page.locator('.chat-message', { hasText: 'news' })).not.toBeInViewport()
  await pill.click()
  await grace.seesLast('news')
  await expect(pill).toHaveCount(0)
})
