import { hardTexts } from '../helpers/texts'
import { expect, test } from './fixtures'

test('text is text: shown, delivered and kept as it is', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')

  const said: string[] = []
  for (const [name, text] of Object.entries(hardTexts)) {
    await test.step(name, async () => {
      await ada.say(text)
      said.push(text)
      await grace.seesLast(text)
    })
  }
  expect(await grace.readAll()).toEqual(said)
  await ada.page.reload()
  await ada.seesLast(said.at(-1) ?? '')
  expect(await ada.readAll()).toEqual(said)

  for (const { page } of [ada, grace]) {
    await expect(page).toHaveTitle('General (2)')
    await expect(page.locator('.chat-bubble img, .chat-bubble script')).toHaveCount(0)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow, 'no text makes the page wider').toBeLessThanOrEqual(0)
  }
})

test('what can\'t be sent isn\'t: nothing, white space, too much', async ({ demo }) => {
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.say('   \n  ')
  await ada.field.fill('y'.repeat(20_001))
  await ada.field.press('Enter')
  await expect(ada.page.locator('.chat-composer__error')).toContainText('20001')
  await ada.field.fill('fine')
  await ada.field.press('Enter')
  await ada.sees(['fine'])
})

test('fast typing and Enter at once loses no letter; Shift+Enter breaks the line', async ({ demo }) => {
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.field.focus()
  await ada.page.keyboard.type('quick')
  await ada.page.keyboard.press('Enter')
  await ada.page.keyboard.type('first line')
  await ada.page.keyboard.press('Shift+Enter')
  await ada.page.keyboard.type('second')
  await ada.page.keyboard.press('Enter')
  await ada.sees(['quick', 'first line\nsecond'])
  await expect(ada.field).toHaveValue('')
})
