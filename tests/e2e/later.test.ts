import { expect, test } from './fixtures'

/** The files of what opens at a tap. */
const parts = /assets\/components-chat-(emoji|acts)-[^/]*\.js/

test('what opens at a tap is there before the tap', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const came: string[] = []
  ada.page.on('requestfinished', request => void came.push(...parts.exec(request.url())?.slice(1) ?? []))
  await ada.enter('General')
  await expect.poll(() => came.sort()).toEqual(['acts', 'emoji'])
  await ada.page.context().setOffline(true)
  await ada.page.getByLabel('Emoji', { exact: true }).click()
  await ada.page.locator('.chat-emoji__cell').first().click()
  await expect(ada.field).not.toHaveValue('')
})

test('what can\'t be loaded is said, and comes when it can be', async ({ demo }) => {
  const ada = await demo.person('Ada')
  await ada.page.route(parts, route => route.abort())
  await ada.enter('General')
  await ada.field.fill('hello')
  await ada.field.press('Enter')
  await ada.seesLast('hello')
  await ada.page.getByLabel('Emoji', { exact: true }).click()
  await expect(ada.page.locator('.chat-composer__panel')).toContainText('Loading…')
  await ada.page.locator('.chat-bubble__text').click({ button: 'right' })
  await expect(ada.page.getByText('Couldn’t load')).toBeVisible()
  await ada.page.unroute(parts)
  await ada.page.getByLabel('Emoji', { exact: true }).click()
  await expect(ada.page.locator('.chat-emoji__cell').first()).toBeVisible()
  await ada.page.locator('.chat-bubble__text').click({ button: 'right' })
  await expect(ada.page.locator('.chat-menu')).toBeVisible()
})

test('words that can\'t be loaded come when they can be', async ({ demo }) => {
  const words = /assets\/src-locale-[^/]*\.js/
  const asked: string[] = []
  const ada = await demo.visitor({ locale: 'zh-TW' })
  ada.page.on('request', request => void asked.push(...words.exec(request.url()) ?? []))
  await ada.page.route(words, route => route.abort())
  await ada.page.reload()
  await ada.signIn('Ada')
  const search = ada.page.locator('.chat-conversations__search')
  await expect(search).toHaveText('')
  await ada.page.unroute(words)
  await expect(search).toHaveText('搜尋')
  for (const file of asked) expect(file).toContain('zh-hant')
})
