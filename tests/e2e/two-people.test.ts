import { expect, test } from './fixtures'

test('two people talk: each sees the messages of both, in order, once', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')

  await ada.say('one')
  await grace.sees(['one'])
  await grace.say('two')
  await ada.sees(['one', 'two'])
  for (const text of ['three', 'four', 'five']) await ada.say(text)
  const all = ['one', 'two', 'three', 'four', 'five']
  await grace.sees(all)
  await ada.sees(all)

  await expect(ada.bubbles.locator('.chat-icon--checks')).toHaveCount(4)
  await expect(grace.page.locator('.chat-message__name').first()).toHaveText('Ada')
  await expect(ada.page.locator('.chat-message--own')).toHaveCount(4)
  await expect(grace.page.locator('.chat-message--own')).toHaveCount(1)
})

test('a reload shows the history', async ({ demo }) => {
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.say('before the reload')
  await ada.sees(['before the reload'])
  await expect(ada.bubbles.locator('.chat-icon--check')).toHaveCount(1)

  await ada.page.reload()
  await ada.sees(['before the reload'])
  await ada.say('after it')
  await ada.sees(['before the reload', 'after it'])
})

test('the server is killed and comes back: it goes on without a reload and without a loss', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')
  await ada.say('before')
  await grace.sees(['before'])

  await demo.kill()
  await ada.say('while it is down: 1')
  await ada.say('while it is down: 2')
  await grace.say('from the other side')
  await expect(ada.page.locator('.chat-message--own .chat-icon--clock')).toHaveCount(2)
  await expect(ada.page.locator('.chat-banner--broken')).toBeVisible()

  await demo.restart()
  await expect(ada.page.locator('.chat-message--own .chat-icon--clock')).toHaveCount(0)
  await expect(grace.page.locator('.chat-message--own .chat-icon--clock')).toHaveCount(0)
  await expect(ada.page.locator('.chat-banner--broken')).toHaveCount(0)

  await ada.say('after')
  await expect.poll(async () => (await grace.texts()).at(-1)).toBe('after')
  const log = await grace.texts()
  expect([...log].sort()).toEqual(
    ['after', 'before', 'from the other side', 'while it is down: 1', 'while it is down: 2'],
  )
  expect(log.indexOf('while it is down: 1')).toBeLessThan(log.indexOf('while it is down: 2'))
  await ada.sees(log)
})

test('a click on the banner tries at once', async ({ demo }) => {
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await demo.kill()
  const banner = ada.page.locator('.chat-banner--broken')
  await expect(banner).toContainText('Tap to try now')
  await demo.restart()
  // The next try may be up to 15 s away; a click has no more to wait than a round trip.
  await banner.click()
  await expect(ada.page.locator('.chat-banner--back')).toBeVisible()
  await expect(ada.page.locator('.chat-banner')).toHaveCount(0)
})

test('a direct conversation, unread counts, and reading it elsewhere', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.page.getByLabel('New chat').click()
  await ada.page.locator('.chat-people__row', { hasText: 'Grace' }).click()
  await expect(ada.page.locator('.chat-notice')).toContainText('No messages yet')
  await ada.say('just us')
  await ada.say('really')

  const cell = grace.cell('Ada')
  await expect(cell.locator('.chat-cell__badge')).toHaveText('2')
  await expect(cell.locator('.chat-cell__preview')).toHaveText('really')
  await expect(grace.page).toHaveTitle('Chats (2)')

  await grace.enter('Ada')
  await grace.sees(['just us', 'really'])
  await expect(grace.page.locator('.chat-message__name')).toHaveCount(0)
  await grace.back()
  await expect(cell.locator('.chat-cell__badge')).toHaveCount(0)

  await ada.say('one more')
  await expect(cell.locator('.chat-cell__badge')).toHaveText('1')
  await ada.back()
  await expect(ada.cell('Grace').locator('.chat-cell__preview')).toHaveText('You: one more')
})

test('signing out and in as another shows nothing of the first', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.page.getByLabel('New chat').click()
  await ada.page.locator('.chat-people__row', { hasText: 'Grace' }).click()
  await ada.say('a secret')
  await ada.back()
  await ada.page.getByLabel('Sign out').click()
  await ada.signIn('Eve')
  await expect(ada.page.locator('.chat-cell')).toHaveCount(1)
  await expect(ada.page.getByText('a secret')).toHaveCount(0)
  await expect(grace.cell('Ada')).toBeVisible()
})
