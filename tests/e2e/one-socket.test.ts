import { expect, test } from './fixtures'

test('one socket is open however many pages and components use it, by the server\'s own count', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const one = { connections: 1, accepted: 1 }
  expect(await demo.sockets()).toMatchObject(one)

  for (let visit = 0; visit < 3; visit++) {
    await ada.enter('General')
    await ada.say(`visit ${visit}`)
    await expect(ada.page.locator('.chat-icon--check')).toHaveCount(visit + 1)
    await ada.back()
    await ada.page.getByLabel('New chat').click()
    await expect(ada.page.locator('.people')).toBeVisible()
    await ada.back()
  }
  expect(await demo.sockets()).toMatchObject(one)

  // After a break there is one again.
  await demo.kill()
  await expect(ada.page.locator('.chat-banner--broken')).toBeVisible()
  await demo.restart()
  await ada.page.locator('.chat-banner--broken').click()
  await expect(ada.page.locator('.chat-banner')).toHaveCount(0)
  expect(await demo.sockets()).toMatchObject(one)

  // And none after signing out.
  await ada.page.getByLabel('Sign out').click()
  await expect.poll(async () => (await demo.sockets()).connections).toBe(0)
})

test('two tabs of one person have a socket each, and closing one leaves the other alone', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const second = await ada.page.context().newPage()
  await second.goto(demo.address)
  await expect(second.locator('.chat-cell')).toHaveCount(1)
  await expect.poll(async () => (await demo.sockets()).connections).toBe(2)

  await ada.enter('General')
  await ada.say('in the first tab')
  await expect(second.locator('.chat-cell__preview')).toHaveText('You: in the first tab')
  await second.close()
  await expect.poll(async () => (await demo.sockets()).connections).toBe(1)
  await ada.say('still here')
  await expect(ada.page.locator('.chat-icon--check')).toHaveCount(2)
})
