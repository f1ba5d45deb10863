import type { Locator } from '@playwright/test'
import type { Person } from '../helpers/demo'
import { expect, test } from './fixtures'

const titles = (person: Person): Promise<string[]> => person.page.locator('.chat-cell__title').allTextContents()

/** Opens a conversation's menu by the mouse, and chooses. */
async function choose(person: Person, title: string, action: string): Promise<void> {
  await person.cell(title).click({ button: 'right' })
  await person.page.getByRole('menuitem', { name: action, exact: true }).click()
}

/** Lets two people have a conversation of their own, in which the first has said something. */
async function talk(from: Person, to: string, text: string): Promise<void> {
  await from.page.getByRole('button', { name: 'New chat' }).click()
  await from.page.getByText(to, { exact: true }).first().click()
  await expect(from.field).toBeVisible()
  await from.say(text)
  await from.seesLast(text)
  await from.back()
}

test('what one pins, mutes, marks, hides and deletes is so on another device, and after a reload', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await talk(grace, 'Ada', 'hello Ada')
  await expect(ada.cell('Grace').locator('.chat-cell__badge')).toHaveText('1')
  expect(await titles(ada)).toEqual(['Grace', 'General'])
  const other = await demo.person('Ada')

  await choose(ada, 'General', 'Pin')
  await expect.poll(() => titles(other)).toEqual(['General', 'Grace'])
  await choose(ada, 'Grace', 'Mute')
  await expect(other.cell('Grace').locator('.chat-cell__badge--dot')).toBeVisible()
  await expect(other.page).toHaveTitle('Chats')
  await choose(other, 'Grace', 'Mark as read')
  await expect(ada.cell('Grace').locator('.chat-cell__badge')).toHaveCount(0)
  await choose(ada, 'Grace', 'Mark as unread')
  await expect(other.cell('Grace').locator('.chat-cell__badge--dot')).toBeVisible()

  await choose(ada, 'Grace', 'Hide')
  await expect(ada.cell('Grace')).toHaveCount(0)
  await ada.page.getByRole('button', { name: 'Undo' }).click()
  await expect(ada.cell('Grace')).toBeVisible()
  await choose(ada, 'Grace', 'Hide')
  await expect(other.cell('Grace')).toHaveCount(0)
  await ada.page.reload()
  await expect(ada.cell('General')).toBeVisible()
  await expect.poll(() => titles(ada)).toEqual(['General'])

  await grace.enter('Ada')
  await grace.say('are you there?')
  await expect(ada.cell('Grace')).toBeVisible()
  await expect(other.cell('Grace').locator('.chat-cell__preview')).toHaveText('are you there?')
  expect(await titles(ada)).toEqual(['General', 'Grace'])

  await choose(ada, 'Grace', 'Delete')
  await ada.page.locator('.uni-modal__btn_default').click()
  await expect(ada.cell('Grace')).toBeVisible()
  await choose(ada, 'Grace', 'Delete')
  await ada.page.locator('.uni-modal__btn_primary').click()
  for (const device of [ada, other]) await expect(device.cell('Grace')).toHaveCount(0)
  await grace.say('once more')
  for (const device of [ada, other]) {
    await expect(device.cell('Grace').locator('.chat-cell__preview')).toHaveText('once more')
  }
  await ada.enter('Grace')
  await ada.sees(['once more'])
  await grace.seesLast('once more')
})

test('the list says who is there, who types, what isn\'t sent and what was being written', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await talk(grace, 'Ada', 'hello Ada')
  await expect(ada.cell('Grace').locator('.chat-avatar__dot')).toBeVisible()

  await ada.enter('General')
  await ada.field.fill('I was about to')
  await ada.back()
  await expect(ada.cell('General').locator('.chat-cell__preview')).toHaveText('[Draft]I was about to')
  expect(await titles(ada)).toEqual(['General', 'Grace'])

  await demo.kill()
  await ada.enter('Grace')
  await ada.say('on its way')
  await ada.back()
  await expect(ada.cell('Grace').locator('.chat-cell__mark')).toBeVisible()
  await demo.restart()
  await expect(ada.cell('Grace').locator('.chat-cell__mark')).toHaveCount(0)
  await expect(ada.cell('Grace').locator('.chat-cell__preview')).toHaveText('You: on its way')
})

test('a search finds conversations, people and messages, and leads to a message', async ({ demo }) => {
  const long = Array.from({ length: 150 }, (_, index) => (index === 20 ? 'we meet at the lighthouse' : `line ${index}`))
  await demo.seed('Alan', long)
  const ada = await demo.person('Ada')
  await ada.page.getByRole('button', { name: /^Search/ }).click()
  const field = ada.page.locator('.chat-search input')
  await expect(field).toBeFocused()

  await field.fill('gene')
  await expect(ada.page.locator('.chat-hit__title')).toHaveText(['General'])
  await field.fill('al')
  await expect(ada.page.getByRole('group', { name: 'People' }).locator('.chat-hit__title')).toHaveText(['Alan'])
  await field.fill('LIGHTHOUSE')
  const hit: Locator = ada.page.getByRole('group', { name: 'Messages' }).locator('.chat-hit')
  await expect(hit).toHaveCount(1)
  await expect(hit.locator('.chat-hit__word')).toHaveText('lighthouse')
  await field.fill('nobody says this')
  await expect(ada.page.getByText('Nothing found for “nobody says this”')).toBeVisible()

  await field.fill('lighthouse')
  await hit.click()
  await expect(ada.page.locator('.chat-message', { hasText: 'we meet at the lighthouse' })).toBeInViewport()
  await ada.page.goBack()
  await field.press('Escape')
  await expect(ada.page.locator('.chat-search')).toHaveCount(0)
  await expect(ada.page.getByRole('button', { name: /^Search/ })).toBeFocused()
})

test('the keyboard leads through the list, to menus and back', async ({ demo }) => {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await talk(grace, 'Ada', 'hello Ada')
  await expect(ada.cell('Grace')).toBeVisible()
  const { keyboard } = ada.page
  await ada.page.getByRole('button', { name: /^Search/ }).focus()
  await keyboard.press('Tab')
  await expect(ada.page.locator('.chat-rows')).toBeFocused()
  await keyboard.press('ArrowDown')
  await expect(ada.cell('Grace')).toBeFocused()
  await keyboard.press('ArrowDown')
  await expect(ada.cell('General')).toBeFocused()
  await keyboard.press('Shift+F10')
  await expect(ada.page.getByRole('menuitem').first()).toBeFocused()
  await keyboard.press('ArrowDown')
  await expect(ada.page.getByRole('menuitem', { name: 'Pin' })).toBeFocused()
  await keyboard.press('Enter')
  await expect.poll(() => titles(ada)).toEqual(['General', 'Grace'])
  await expect(ada.cell('General')).toBeFocused()
  await keyboard.press('Enter')
  await expect(ada.field).toBeVisible()
})
