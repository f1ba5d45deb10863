import { expect, test } from './fixtures'

test('a cleared history is gone from all of one\'s devices, and from nobody else\'s', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const phone = await demo.person('Ada')
  const grace = await demo.person('Grace')
  for (const person of [ada, phone, grace]) await person.enter('General')
  await ada.say('an old secret')
  await grace.say('keep it')
  const before = ['an old secret', 'keep it']
  for (const person of [ada, phone, grace]) await person.sees(before)

  await ada.page.locator('.chat-head__main').click()
  const clear = ada.page.locator('.chat-option', { hasText: 'Clear chat history' })
  await clear.click()
  await ada.page.locator('.uni-modal__btn_default').click()
  await phone.sees(before)
  await clear.click()
  await ada.page.locator('.uni-modal__btn_primary').click()
  await expect(phone.page.locator('.chat-notice')).toContainText('No messages yet')
  await grace.sees(before)

  await ada.page.goBack()
  await expect(ada.page.locator('.chat-room .chat-notice')).toContainText('No messages yet')
  await grace.say('a new day')
  for (const person of [ada, phone]) await person.sees(['a new day'])
  await grace.sees([...before, 'a new day'])

  // Nor does a fresh start, or a look back, bring any of it again.
  await phone.page.reload()
  await phone.sees(['a new day'])
  await phone.back()
  await expect(phone.cell('General').locator('.chat-cell__preview')).toHaveText('Grace: a new day')
})
