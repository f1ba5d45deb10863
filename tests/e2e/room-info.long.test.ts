import type { Page } from '@playwright/test'
import type { Demo, Person } from '../helpers/demo'
import { expect, test } from './fixtures'

const option = (page: Page, label: string) => page.locator('.chat-option', { hasText: label })
const line = ({ page }: Person) => page.locator('.chat-head__line')

/** Three people, and a group of theirs that the first one has made: all are in its room. */
async function group(demo: Demo, title = 'Picnic'): Promise<[Person, Person, Person]> {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  const linus = await demo.person('Linus')
  await ada.page.getByLabel('New chat').click()
  await ada.page.getByRole('button', { name: 'New group' }).click()
  await ada.page.getByRole('checkbox', { name: 'Grace' }).click()
  await ada.page.getByRole('checkbox', { name: 'Linus' }).click()
  await ada.page.getByRole('textbox', { name: 'Group name' }).fill(title)
  await ada.page.getByRole('button', { name: 'Create group (3)' }).click()
  await expect(ada.page.locator('.chat-head__title')).toHaveText(title)
  for (const person of [grace, linus]) await person.enter(title)
  return [ada, grace, linus]
}

async function details({ page }: Person): Promise<void> {
  await page.locator('.chat-head__main').click()
  await expect(page.locator('.chat-info__person').first()).toBeVisible()
}

/** Chooses one of the actions that a sheet offers. */
async function choose({ page }: Person, action: string): Promise<void> {
  await page.locator('.uni-actionsheet__cell', { hasText: action }).click()
}

const say = async ({ page }: Person, yes: boolean): Promise<void> =>
  page.locator(yes ? '.uni-modal__btn_primary' : '.uni-modal__btn_default').click()

test('who types is seen by the others, and no longer when it is sent', async ({ demo }) => {
  const [ada, grace, linus] = await group(demo)
  await expect(line(ada)).toHaveText('3 members')
  await grace.field.fill('I am')
  await expect(line(ada)).toHaveText('Grace is typing…')
  await linus.field.fill('So am I')
  await expect(line(ada)).toHaveText('Grace and Linus are typing…')
  await linus.field.press('Enter')
  await expect(line(ada)).toHaveText('Grace is typing…')
  await grace.field.fill('')
  await expect(line(ada)).toHaveText('3 members')
})

test('one sees how many have read one\'s message, and who', async ({ demo }) => {
  const [ada, grace, linus] = await group(demo)
  await linus.back()
  await ada.say('when?')
  await grace.sees(['when?'])
  const readers = ada.page.locator('.chat-bubble__readers')
  await expect(readers).toHaveText('1 read')
  await readers.click()
  const parts = ada.page.locator('.chat-readers__part')
  await expect(parts.nth(0)).toContainText('Grace')
  await expect(parts.nth(1)).toContainText('Linus')
  await linus.enter('Picnic')
  await expect(parts.nth(0)).toContainText('Linus')
  await ada.page.getByLabel('Close').click()
  await expect(readers).toHaveText('read by all')
  await expect(grace.page.locator('.chat-bubble__readers')).toHaveCount(0)
})

test('an owner renames the group, announces, and lets only admins write', async ({ demo }) => {
  const [ada, grace] = await group(demo)
  await details(ada)
  await option(ada.page, 'Group name').click()
  await ada.page.getByRole('textbox', { name: 'Group name' }).fill('Long walk')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await expect(grace.page.locator('.chat-head__title')).toHaveText('Long walk')

  await option(ada.page, 'Announcement').click()
  await ada.page.getByRole('textbox', { name: 'Announcement' }).fill('At noon,\nat the bridge')
  await ada.page.getByRole('button', { name: 'Save' }).click()
  await details(grace)
  await option(grace.page, 'Announcement').click()
  await expect(grace.page.locator('.chat-details__words')).toHaveText('At noon,\nat the bridge')
  await grace.page.getByLabel('Close').click()
  await expect(option(grace.page, 'Only admins can write')).toHaveCount(0)
  await grace.page.goBack()

  const writers = ada.page.getByRole('switch', { name: 'Only admins can write' })
  await writers.click()
  await expect(writers).toHaveAttribute('aria-checked', 'true')
  await expect(grace.page.getByText('You can’t write here')).toBeVisible()
  await writers.press('Enter')
  await expect(writers).toHaveAttribute('aria-checked', 'false')
  await expect(grace.field).toBeEditable()
})

test('an owner makes an admin, hands over, and removes nobody without a yes', async ({ demo }) => {
  const [ada, grace, linus] = await group(demo)
  await details(ada)
  await option(ada.page, 'All members').click()
  const row = (name: string) => ada.page.locator('.chat-people__row', { hasText: name })
  await row('Grace').click()
  await choose(ada, 'Make admin')
  await expect(row('Grace')).toContainText('Admin')

  await row('Linus').click()
  await choose(ada, 'Remove from group')
  await say(ada, false)
  await expect(row('Linus')).toBeVisible()
  await row('Linus').click()
  await choose(ada, 'Remove from group')
  await say(ada, true)
  await expect(row('Linus')).toHaveCount(0)
  await expect(linus.page.getByText('You’re not in this conversation')).toBeVisible()

  await row('Grace').click()
  await choose(ada, 'Make owner')
  await say(ada, true)
  await expect(row('Grace')).toContainText('Owner')
  await expect(row('Ada')).toContainText('Admin')
  await expect(line(grace)).toHaveText('2 members')
})

test('a member brings somebody in, and leaves', async ({ demo }) => {
  const [, grace, linus] = await group(demo)
  const eve = await demo.person('Eve')
  await details(grace)
  await grace.page.getByRole('button', { name: 'Add people' }).click()
  await grace.page.getByRole('textbox', { name: 'Search people' }).fill('ev')
  await grace.page.getByRole('checkbox', { name: 'Eve' }).click()
  await grace.page.getByRole('button', { name: 'Done (1)' }).click()
  await expect(eve.cell('Picnic')).toBeVisible()
  await expect(line(linus)).toHaveText('4 members')

  await option(grace.page, 'Leave group').click()
  await say(grace, true)
  await expect(grace.page.locator('.chat-conversations')).toBeVisible()
  await expect(grace.cell('Picnic')).toHaveCount(0)
  await expect(line(linus)).toHaveText('3 members')
})

test('a profile says whether somebody is there, and leads to them', async ({ demo }) => {
  const [ada, grace] = await group(demo)
  await grace.say('hello')
  await ada.page.locator('.chat-message__side').last().click()
  await expect(ada.page.locator('.chat-profile__name')).toHaveText('Grace')
  await expect(ada.page.locator('.chat-profile__line')).toHaveText('online')
  await ada.page.getByRole('button', { name: 'Message' }).click()
  await expect(ada.page.locator('.chat-head__title')).toHaveText('Grace')
  await expect(line(ada)).toHaveText('online')
  await expect(ada.page.locator('.chat-head .chat-avatar__dot')).toBeVisible()
  await grace.page.context().close()
  await expect(line(ada)).toHaveText(/^last seen (just now|1 min ago)$/)
})

test('what one mutes and keeps on top is so on one\'s other device', async ({ demo }) => {
  const [ada] = await group(demo)
  const other = await ada.page.context().newPage()
  await other.goto(demo.address)
  await other.locator('.chat-cell', { hasText: 'Picnic' }).click()
  await other.locator('.chat-head__main').click()
  await details(ada)
  for (const label of ['Mute', 'Keep on top']) {
    const here = ada.page.getByRole('switch', { name: label })
    const there = other.getByRole('switch', { name: label })
    await expect(there).toHaveAttribute('aria-checked', 'false')
    await here.click()
    await expect(there).toHaveAttribute('aria-checked', 'true')
  }
})

test('what one wrote offline where only admins may write by then fails, and goes when it may', async ({ demo }) => {
  const [ada, grace] = await group(demo)
  await grace.page.context().setOffline(true)
  demo.network.reset()
  await expect(grace.page.locator('.chat-banner--broken')).toBeVisible()
  await grace.say('May I?')
  await grace.say('Never mind')
  await details(ada)
  const writers = ada.page.getByRole('switch', { name: 'Only admins can write' })
  await writers.click()
  await expect(writers).toHaveAttribute('aria-checked', 'true')

  await grace.page.context().setOffline(false)
  const failed = grace.page.locator('.chat-message__failed')
  await expect(failed).toHaveCount(2)
  await grace.back()
  await expect(grace.cell('Picnic').locator('.chat-icon--alert')).toBeVisible()
  await grace.cell('Picnic').click()
  await failed.last().click()
  await choose(grace, 'Delete')
  await expect(failed).toHaveCount(1)

  await writers.click()
  await expect(writers).toHaveAttribute('aria-checked', 'false')
  await expect(grace.field).toBeEditable()
  await failed.click()
  await choose(grace, 'Send again')
  await expect(failed).toHaveCount(0)
  await ada.page.goBack()
  await ada.sees(['May I?'])
  await grace.sees(['May I?'])
})
