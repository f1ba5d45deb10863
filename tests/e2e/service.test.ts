import { expect, test } from './fixtures'

const greeted = { greeted: true }

test('customer service greets, answers quick replies, sells, and is rated once', async ({ demo }) => {
  const ada = await demo.person('Ada', greeted)
  await expect(ada.cell('Customer service')).toContainText('Hello Ada')
  await ada.enter('Customer service')
  await ada.seesLast('Hello Ada, this is the tea shop. What can we do for you?')
  const { page } = ada
  const quick = (text: string) => page.locator('.chat-quick__text', { hasText: text })

  await quick('What do you recommend?').click()
  await expect(page.locator('.product')).toContainText('Oolong tea')
  await expect(page.locator('.product')).toBeInViewport()
  await page.locator('.product__buy').click()
  await expect(page.locator('.order')).toContainText('B-2044')
  await expect(quick('Can I return it?')).toBeVisible()
  await ada.field.fill('x')
  await expect(quick('Can I return it?')).toHaveCount(0)
  await ada.field.fill('')

  await quick('That’s all, thanks').click()
  const question = page.locator('.chat-message:not(.chat-message--own) .rating')
  await question.getByRole('button', { name: '4 stars' }).click()
  await expect(question).toContainText('Thank you for your rating')
  await expect(question.getByRole('button')).toHaveCount(0)
  await ada.seesLast('Thank you! See you soon.')
  await expect(page.locator('.chat-head')).not.toContainText('typing')
  await expect(page.locator('.chat-message--own .rating').getByRole('img', { name: '4 stars' })).toBeVisible()

  // The log knows it, on every device.
  const elsewhere = await demo.person('Ada', greeted)
  await elsewhere.enter('Customer service')
  await expect(elsewhere.page.locator('.rating').first().locator('.rating__star--on')).toHaveCount(4)
  await expect(elsewhere.page.locator('.rating').getByRole('button')).toHaveCount(0)
})

test('customer service speaks Chinese to who does', async ({ demo }) => {
  const lin = await demo.visitor({ ...greeted, locale: 'zh-CN' })
  await lin.signIn('小林')
  await lin.enter('客服')
  await lin.seesLast('小林，您好！这里是茶铺，有什么可以帮您？')
  await lin.page.locator('.chat-quick__text', { hasText: '可以退货吗？' }).click()
  await lin.seesLast('未拆封的商品 30 天内可以退货，运费由我们承担。')
  await expect(lin.page.locator('.chat-quick__text')).toHaveCount(4)
})

test('a contact card is picked, sent, and leads to the profile of whom it is', async ({ demo }) => {
  const ada = await demo.person('Ada', greeted)
  const grace = await demo.person('Grace', greeted)
  await demo.person('Alan', greeted)
  await ada.enter('General')
  await grace.enter('General')
  await ada.page.locator('.chat-composer__more').click()
  await ada.page.locator('.chat-more__tile', { hasText: 'Contact card' }).click()
  await expect(ada.page.locator('.chat-people__name')).toHaveText(['Alan', 'Grace'])
  await ada.page.locator('.chat-people__row', { hasText: 'Alan' }).click()
  await expect(ada.page.locator('.chat-layer')).toHaveCount(0)
  await grace.page.locator('.chat-card', { hasText: 'Alan' }).click()
  await expect(grace.page.locator('.chat-profile')).toContainText('Alan')
})

test('who comes to the group for the first time is told of there, and calls nobody', async ({ demo }) => {
  const ada = await demo.person('Ada', greeted)
  await ada.enter('General')
  await expect(ada.page.locator('.chat-message__system', { hasText: 'You joined' })).toBeVisible()
  const grace = await demo.person('Grace', greeted)
  await expect(ada.page.locator('.chat-message__system', { hasText: 'Grace joined' })).toBeVisible()
  await expect(grace.cell('General').locator('.chat-cell__badge')).toHaveCount(0)
  await demo.person('Grace', greeted)
  await grace.enter('General')
  await expect(grace.page.locator('.chat-message__system', { hasText: 'joined' })).toHaveCount(2)
})
