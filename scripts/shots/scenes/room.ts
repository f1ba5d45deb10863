/** A room of the demo: what people do in it, and what can go wrong. */
import { expect, type Locator, type Page } from '@playwright/test'
import { Person } from '../../../tests/helpers/demo'
import type { Stage } from '../stage'
import type { World } from '../world'

const last = (page: Page): Locator => page.locator('.chat-message').last()

async function menu(page: Page, message: Locator): Promise<void> {
  await message.locator('.chat-bubble').click({ button: 'right', position: { x: 12, y: 12 } })
  await expect(page.locator('.chat-menu')).toBeVisible()
}

export async function room(stage: Stage, world: World): Promise<void> {
  const { camera, cast, words } = stage
  const demo = await stage.demo()
  const me = await demo.person(cast.me)
  const { page } = me
  const scroll = (by: string): Promise<unknown> =>
    page.evaluate(`[...document.querySelectorAll('.chat-scroller')].at(-1).scrollTop = ${by}`)
  for (const client of world.others.slice(0, 3)) await client.read(16, world.group)

  await me.enter(cast.group)
  await expect(page.locator('.chat-pinned')).toBeVisible()
  await expect(page.locator('.chat-bubble__readers').first()).toBeVisible()
  await camera.shoot(page, 'room of a group')
  await camera.vary(page, 'room of a group')
  await scroll('-100000')
  await page.waitForTimeout(400)
  await camera.shoot(page, 'room, where it begins')
  await scroll('-300')
  await page.waitForTimeout(200)
  await world.others[0]?.say(cast.answer, world.group)
  await expect(page.locator('.chat-list__pill').first()).toBeVisible()
  await camera.shoot(page, 'room with a pill')
  await page.locator('.chat-list__pill--down').click()
  await expect(last(page)).toContainText(cast.answer)

  await menu(page, last(page))
  await camera.shoot(page, 'message menu')
  await camera.vary(page, 'message menu', ['320 at 200%', '1024', 'rtl'])
  await page.getByRole('menuitem', { name: words.moreReactions }).click()
  await expect(page.locator('.chat-menu .chat-emoji__cell').first()).toBeVisible()
  await camera.shoot(page, 'all reactions')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')

  const own = page.locator('.chat-message--own').filter({ hasText: cast.answer }).last()
  await menu(page, own)
  await camera.shoot(page, 'menu of an own message')
  await page.getByRole('menuitem', { name: words.messageActions.select }).click()
  await expect(page.locator('.chat-selection')).toBeVisible()
  await last(page).click()
  await camera.shoot(page, 'room, messages chosen')
  await camera.vary(page, 'room, messages chosen', ['320 at 200%', 'rtl'])
  await page.getByRole('button', { name: words.messageActions.forward }).click()
  await expect(page.locator('.chat-forward-picker__row').first()).toBeVisible()
  await page.locator('.chat-forward-picker__row').first().click()
  await camera.shoot(page, 'forward')
  await camera.vary(page, 'forward', ['320 at 200%', '1024', 'rtl'])
  await page.keyboard.press('Escape')
  await expect(page.locator('.chat-forward-picker')).toHaveCount(0)
  await page.locator('.chat-selection__end').click()

  await page.locator('.chat-bubble__readers').last().click()
  await expect(page.locator('.chat-readers')).toBeVisible()
  await camera.shoot(page, 'readers')
  await page.locator('.chat-layer__back').click()
  await scroll('-100000')
  await page.waitForTimeout(300)
  const reacted = page.locator('.chat-message').filter({ has: page.locator('.chat-message__reaction') }).first()
  await menu(page, reacted)
  await page.getByRole('menuitem', { name: words.messageActions.reactions, exact: true }).click()
  await expect(page.locator('.chat-reactions')).toBeVisible()
  await camera.shoot(page, 'who reacted')
  await page.keyboard.press('Escape')
  await page.locator('.chat-pinned__all').click()
  await expect(page.locator('.chat-pins')).toBeVisible()
  await camera.shoot(page, 'pinned messages')
  await page.keyboard.press('Escape')
  await scroll('0')
  await page.locator('.chat-bubble__time').filter({ hasText: words.edited }).first().click()
  await expect(page.locator('.chat-layer')).toBeVisible()
  await camera.shoot(page, 'edits')
  await page.keyboard.press('Escape')

  await page.locator('.chat-composer__more').click()
  await page.locator('.chat-more__tile').last().click()
  await expect(page.locator('.order, .order-bubble').last()).toBeVisible()
  await me.say(cast.answer)
  await camera.shoot(page, 'order card')
  const before = await page.locator('.chat-composer__voice').count()
  if (before) {
    await page.locator('.chat-composer__voice').click()
    await expect(page.locator('.chat-recorder')).toBeVisible()
    await camera.shoot(page, 'hold to talk')
    await page.locator('.chat-recorder__pad').focus()
    await page.keyboard.press('Enter')
    await expect(page.locator('.chat-recorder--active')).toBeVisible()
    await page.waitForTimeout(1_200)
    await camera.shoot(page, 'recording')
    await camera.vary(page, 'recording', ['320 at 200%', 'rtl'])
    await page.locator('.chat-recorder__button--cancel').click()
    await page.locator('.chat-composer__voice').click()
  }

  const fourth = world.others[3]
  await fourth?.say(`${cast.long.repeat(120)}`.slice(0, 9_990), world.long)
  await page.locator('.chat-head__back').click()
  await me.enter(cast.others[3])
  await expect(page.locator('.chat-list__unread, .chat-list__divider').first()).toBeAttached()
  await page.waitForTimeout(500)
  await camera.shoot(page, 'a message of 10,000 characters')
  await camera.vary(page, 'a message of 10,000 characters', ['320 at 200%', '1024'])

  await page.locator('.chat-head__back').click()
  await me.enter('General')
  await camera.shoot(page, 'room without messages')
}

/** What goes wrong with the connection and on the way. */
export async function trouble(stage: Stage, world: World): Promise<void> {
  const { camera, cast } = stage
  const demo = await stage.demo()
  const me = await demo.person(cast.me)
  const { page } = me
  const [first] = world.others
  for (const [, text] of cast.talk.slice(0, 4)) await first?.say(text, world.direct)
  await me.enter(cast.others[0])
  await page.waitForTimeout(300)
  await camera.shoot(page, 'room with new messages')
  await camera.vary(page, 'room with new messages', ['320', '430', '1024', 'rtl'])
  if (first) first.send({ type: 'typing', conversation: world.direct, on: true })
  await expect(page.locator('.chat-head__line--lively')).toBeVisible()
  await camera.shoot(page, 'room, typing')

  await page.context().setOffline(true)
  demo.network.reset()
  await me.say(cast.answer)
  await me.say(cast.draft)
  await expect(page.locator('.chat-room .chat-banner--broken')).toBeVisible()
  await camera.shoot(page, 'room offline')
  await camera.vary(page, 'room offline', ['320 at 200%', 'rtl'])
  await page.context().setOffline(false)
  await expect(page.locator('.chat-icon--clock')).toHaveCount(0)
  await camera.shoot(page, 'room, connected again')

  await page.goto(`${demo.address}#/pages/room/room?id=nowhere`)
  await expect(new Person(page).page.locator('.chat-notice').last()).toBeVisible()
  await page.waitForTimeout(600)
  await camera.shoot(page, 'room one isn’t in')
}
