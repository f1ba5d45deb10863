import type { Locator } from '@playwright/test'
import type { Demo, Person } from '../helpers/demo'
import { expect, test } from './fixtures'

/** The bubble of a message. */
const bubble = (person: Person, text: string): Locator => person.bubbles.filter({ hasText: text }).first()

/** Calls for a message's menu, by the mouse. */
async function press(person: Person, text: string): Promise<void> {
  await bubble(person, text).locator('.chat-bubble').click({ button: 'right' })
  await expect(person.page.locator('.chat-menu')).toBeVisible()
}

/** Chooses an action of a message's menu. */
async function act(person: Person, text: string, action: string): Promise<void> {
  await press(person, text)
  await person.page.getByRole('menuitem', { name: action, exact: true }).click()
  await expect(person.page.locator('.chat-menu')).toHaveCount(0)
}

/** The actions that a message's menu has. */
async function actions(person: Person, text: string): Promise<string[]> {
  await press(person, text)
  const labels = await person.page.locator('.chat-menu__label').allTextContents()
  await person.page.keyboard.press('Escape')
  await expect(person.page.locator('.chat-menu')).toHaveCount(0)
  return labels
}

/** Two people in the same room, where Ada has said this. */
async function two(demo: Demo, ...texts: string[]): Promise<[Person, Person]> {
  const ada = await demo.person('Ada', { permissions: ['clipboard-read', 'clipboard-write'] })
  const grace = await demo.person('Grace', { permissions: ['clipboard-read', 'clipboard-write'] })
  await ada.enter('General')
  await grace.enter('General')
  for (const text of texts) await ada.say(text)
  await grace.sees(texts)
  return [ada, grace]
}

const system = (person: Person): Locator => person.page.locator('.chat-message__system')
const copied = (person: Person): Promise<string> => person.page.evaluate(() => navigator.clipboard.readText())

test('copy, and what is offered to whom', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'the first line')
  await act(grace, 'the first line', 'Copy')
  expect(await copied(grace)).toBe('the first line')
  await expect(bubble(ada, 'the first line').locator('.chat-icon--check, .chat-icon--checks')).toBeVisible()
  expect(await actions(ada, 'the first line'))
    .toEqual(['Copy', 'Reply', 'Forward', 'Edit', 'Recall', 'Pin', 'Select', 'Delete for me'])
  expect(await actions(grace, 'the first line'))
    .toEqual(['Copy', 'Reply', 'Forward', 'Pin', 'Select', 'Delete for me', 'Report'])
  await act(grace, 'the first line', 'Report')
  await expect(grace.page.locator('uni-toast')).toContainText('Reported')
})

test('the keyboard: menu key, arrows, Escape, and the focus goes back to the row', async ({ demo }) => {
  const [, grace] = await two(demo, 'one', 'two')
  const row = grace.page.locator('.chat-list__row').last()
  await row.focus()
  await grace.page.keyboard.press('ContextMenu')
  const focused = grace.page.locator(':focus')
  await expect(focused).toHaveAttribute('aria-label', '👍')
  await grace.page.keyboard.press('ArrowRight')
  await expect(focused).toHaveAttribute('aria-label', '❤️')
  await grace.page.keyboard.press('ArrowDown')
  await expect(focused).toHaveText('Copy')
  await grace.page.keyboard.press('Shift+Tab')
  await grace.page.keyboard.press('Tab')
  await expect(focused).toHaveText('Copy')
  await grace.page.keyboard.press('Escape')
  await expect(grace.page.locator('.chat-menu')).toHaveCount(0)
  await expect(row).toBeFocused()
  await grace.page.keyboard.press('ContextMenu')
  await expect(grace.page.locator('.chat-menu')).toBeVisible()
  // A tap beside it.
  await grace.page.mouse.click(10, 100)
  await expect(grace.page.locator('.chat-menu')).toHaveCount(0)
})

test('quote, and edit with its history', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'shall we?')
  await act(grace, 'shall we?', 'Reply')
  await grace.say('yes')
  await expect(ada.page.locator('.chat-quote')).toContainText('shall we?')

  await act(ada, 'shall we?', 'Edit')
  await expect(ada.field).toHaveValue('shall we?')
  await ada.say('shall we go?')
  await expect(bubble(grace, 'shall we go?').locator('.chat-bubble__time').first()).toContainText('edited')
  await bubble(grace, 'shall we go?').locator('.chat-bubble__time').first().click()
  await expect(grace.page.locator('.chat-forward__content')).toHaveText(['shall we?', 'shall we go?'])
  await grace.page.keyboard.press('Escape')
  await expect(grace.page.locator('.chat-forward')).toHaveCount(0)
  expect(await actions(grace, 'shall we go?')).toContain('Edit history')
})

test('recall, and write it again', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'oops, a typo')
  await act(ada, 'oops, a typo', 'Recall')
  await expect(system(grace)).toContainText('Ada recalled a message')
  await expect(system(grace)).not.toContainText('Edit again')
  await system(ada).getByText('Edit again').click()
  await expect(ada.field).toHaveValue('oops, a typo')
})

test('react with several, take back, and who reacted', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'good news')
  await press(grace, 'good news')
  await grace.page.getByRole('menuitemcheckbox', { name: '👍' }).click()
  await press(grace, 'good news')
  await grace.page.getByRole('menuitem', { name: 'More reactions' }).click()
  await grace.page.locator('.chat-menu .chat-emoji input').fill('rocket')
  await grace.page.locator('.chat-menu .chat-emoji__cell').first().click()
  await expect(ada.page.locator('.chat-message__reaction')).toHaveText(['👍', '🚀'])
  await ada.page.locator('.chat-message__reaction').first().click()
  await expect(grace.page.locator('.chat-message__reaction').first()).toHaveText('👍2')
  await expect(grace.page.locator('.chat-message__reaction--own')).toHaveCount(2)

  await act(grace, 'good news', 'Reactions')
  await expect(grace.page.locator('.chat-person__name')).toHaveText(['Grace', 'Ada', 'Grace'])
  await grace.page.keyboard.press('Escape')
  await grace.page.locator('.chat-message__reaction').first().click()
  await grace.page.locator('.chat-message__reaction').last().click()
  await expect(ada.page.locator('.chat-message__reaction')).toHaveText(['👍'])
  await expect(ada.page.locator('.chat-message__reaction--own')).toHaveCount(1)
})

test('delete for me: others still have it, and a reload doesn\'t bring it back', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'one', 'two')
  await act(grace, 'one', 'Delete for me')
  await grace.page.getByText('Delete', { exact: true }).click()
  await grace.sees(['two'])
  // What is kept on the device is written a moment later.
  await expect.poll(() => grace.page.evaluate(() => JSON.stringify(localStorage))).not.toContain('\\"one\\"')
  await grace.page.reload()
  await grace.sees(['two'])
  await ada.sees(['one', 'two'])
})

test('forward to several, one by one and merged', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'one', 'two', 'three')
  await ada.back()
  await ada.page.getByLabel('New chat').click()
  await ada.page.locator('.chat-people__row', { hasText: 'Grace' }).click()
  await ada.say('just us')

  await act(grace, 'two', 'Forward')
  const { page } = grace
  await page.locator('.chat-forward-picker input').first().fill('ada')
  await page.locator('.chat-forward-picker__row', { hasText: 'Ada' }).click()
  await page.locator('.chat-forward-picker input').last().fill('look at this')
  await page.locator('.chat-forward-picker__send').click()
  await ada.sees(['just us', 'two', 'look at this'])

  await act(grace, 'one', 'Select')
  await expect(page.locator('.chat-selection__count')).toHaveText('1 selected')
  await bubble(grace, 'three').click()
  await expect(page.locator('.chat-message--picked')).toHaveCount(2)
  await page.getByRole('button', { name: 'Forward' }).click()
  await page.locator('.chat-forward-picker__row', { hasText: 'Ada' }).click()
  await page.locator('.chat-forward-picker__row', { hasText: 'General' }).click()
  await page.getByRole('radio', { name: 'As one' }).click()
  await page.locator('.chat-forward-picker__send').click()
  await expect(page.locator('.chat-selection')).toHaveCount(0)
  const card = ada.page.locator('.chat-history')
  await expect(card).toContainText('Chat history of General')
  await expect(page.locator('.chat-history')).toBeVisible()
  await card.click()
  await expect(ada.page.locator('.chat-forward__content')).toHaveText(['one', 'three'])
})

test('several: chosen by tap and key, copied, deleted, ended by Escape', async ({ demo }) => {
  const [, grace] = await two(demo, 'one', 'two', 'three')
  const { page } = grace
  await act(grace, 'three', 'Select')
  await page.locator('.chat-list__row', { hasText: 'one' }).focus()
  await page.keyboard.press('Space')
  await expect(page.locator('.chat-selection__count')).toHaveText('2 selected')
  await page.getByRole('button', { name: 'Copy' }).click()
  expect(await copied(grace)).toBe('one\nthree')
  await expect(page.locator('.chat-message--picking')).toHaveCount(0)

  await act(grace, 'two', 'Select')
  await page.keyboard.press('Escape')
  await expect(page.locator('.chat-selection')).toHaveCount(0)
  await act(grace, 'two', 'Select')
  await bubble(grace, 'one').click()
  await page.locator('.chat-selection').getByRole('button', { name: 'Delete for me' }).click()
  await page.getByText('Delete', { exact: true }).click()
  await grace.sees(['three'])
})

test('pin and unpin: the bar leads to the message, for everybody', async ({ demo }) => {
  const [ada, grace] = await two(demo, 'the address', 'the time')
  await act(grace, 'the address', 'Pin')
  await expect(ada.page.locator('.chat-pinned')).toContainText('Ada: the address')
  await act(ada, 'the time', 'Pin')
  await expect(grace.page.locator('.chat-pinned')).toContainText('Pinned 1/2')
  await grace.page.locator('.chat-pinned__body').click()
  await expect(grace.page.locator('.chat-list__row--lit')).toContainText('the time')
  await grace.page.getByLabel('All pinned messages').click()
  await expect(grace.page.locator('.chat-pins__text')).toHaveText(['the time', 'the address'])
  await grace.page.locator('.chat-pins__unpin').first().click()
  await expect(grace.page.locator('.chat-pins__text')).toHaveText(['the address'])
  await grace.page.keyboard.press('Escape')
  await act(ada, 'the address', 'Unpin')
  await expect(grace.page.locator('.chat-pinned')).toHaveCount(0)
})

test('without a connection, what takes one says so', async ({ demo }) => {
  const [, grace] = await two(demo, 'one')
  await demo.kill()
  await expect(grace.page.locator('.chat-banner--broken')).toBeVisible()
  await act(grace, 'one', 'Pin')
  await expect(grace.page.locator('uni-toast')).toContainText('No connection right now')
})

test('a finger that stays opens the menu; lifting it touches nothing', async ({ demo }) => {
  const ada = await demo.person('Ada', { hasTouch: true })
  await ada.enter('General')
  await ada.say('hold me')
  await ada.sees(['hold me'])
  const { page } = ada
  const { x, y } = await bubble(ada, 'hold me').locator('.chat-bubble').boundingBox() ?? { x: 0, y: 0 }
  const finger = await page.context().newCDPSession(page)
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 12, y: y + 12 }] })
  await expect(page.locator('.chat-menu')).toBeVisible()
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  // The click that would follow has come by then.
  await page.evaluate(async () => {
    for (let frame = 0; frame < 10; frame++) await new Promise(resolve => requestAnimationFrame(resolve))
  })
  await expect(page.locator('.chat-menu')).toBeVisible()
  await page.locator('.chat-menu__action').first().tap()
  await expect(page.locator('.chat-menu')).toHaveCount(0)
})
