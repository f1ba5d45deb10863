import { expect, test } from './fixtures'

test('the network goes and comes back: written meanwhile, sent at once', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')

  await ada.page.context().setOffline(true)
  demo.network.reset()
  await expect(ada.page.locator('.chat-banner--broken')).toBeVisible()
  await ada.say('written offline')
  await expect(ada.page.locator('.chat-icon--clock')).toHaveCount(1)

  await ada.page.context().setOffline(false)
  await grace.sees(['written offline'])
  await expect(ada.page.locator('.chat-banner')).toHaveCount(0)
})

test('a link that is only black is noticed and replaced', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')

  // Packets vanish, and nobody says so.
  for (const connection of demo.network.connections) connection.set({ hole: 'both' })
  await ada.say('into the dark')
  await grace.sees(['into the dark'])
  await ada.sees(['into the dark'])
  // Both have it on the screen.
  await expect(ada.page.locator('.chat-icon--checks')).toHaveCount(1)
})

test('without a server, a reload shows the last screen, and what was written goes out later', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')
  await grace.say('before')
  await ada.sees(['before'])
  await ada.page.waitForTimeout(1_500)

  await demo.kill()
  await ada.say('written without a server')
  await ada.page.reload()
  await ada.sees(['before', 'written without a server'])
  await expect(ada.page.locator('.chat-icon--clock')).toHaveCount(1)
  await ada.say('and after the reload')

  await demo.restart()
  await grace.sees(['before', 'written without a server', 'and after the reload'])
  await expect(ada.page.locator('.chat-icon--clock')).toHaveCount(0)
  await ada.sees(['before', 'written without a server', 'and after the reload'])

  // Signing out leaves nothing of it.
  await ada.page.goto(`${demo.address}#/pages/conversations/conversations`)
  await ada.page.getByLabel('Sign out').click()
  await expect.poll(() => ada.page.evaluate(() => Object.keys(localStorage).filter(key => key.startsWith('chat/'))))
    .toEqual([])
})

test('a page that comes back from the back-forward cache goes on', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await ada.page.goto('about:blank')
  await grace.enter('General')
  await grace.say('while you were away')
  await ada.page.goBack()
  await ada.sees(['while you were away'])
  await ada.say('back')
  await grace.sees(['while you were away', 'back'])
})
