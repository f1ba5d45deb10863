/** The list of conversations: in the demo, and alone with a server in memory. */
import { type BrowserContextOptions, expect, type Page } from '@playwright/test'
import type { Stage } from '../stage'
import type { World } from '../world'

/** The demo's first page, as somebody finds it to whom others have written. */
export async function home(stage: Stage, world: World): Promise<void> {
  const { camera, cast } = stage
  const demo = await stage.demo()
  const me = await demo.person(cast.me)
  const { page } = me
  await me.enter(cast.group)
  await me.field.fill(cast.draft)
  await page.waitForTimeout(300)
  await me.back()
  const [first, second] = world.others
  if (!first || !second) return
  await first.say(cast.question, world.direct)
  await first.say(cast.answer, world.direct)
  first.send({
    type: 'send', id: first.newId(), conversation: world.group, mentions: [world.me.self.id],
    content: { kind: 'text', text: cast.question },
  })
  world.me.send({ type: 'set', id: world.me.newId(), conversation: world.group, pinned: true })
  world.me.send({ type: 'set', id: world.me.newId(), conversation: 'general', muted: true })
  await second.say({ kind: 'voice', url: 'https://files.test/v', duration: 4_000 })
  await expect(page.locator('.chat-cell--pinned')).toHaveCount(1)
  await expect(page.locator('.chat-cell__badge')).toHaveCount(4)
  await page.waitForTimeout(500)
  await camera.shoot(page, 'conversations in the demo')
  await page.locator('.chat-cell').nth(1).focus()
  await page.keyboard.press('ArrowDown')
  await camera.shoot(page, 'conversations with the focus on one')
  await camera.vary(page, 'conversations in the demo', ['320', '430', '200%', 'rtl'])
}

async function open(stage: Stage, query: string, options?: BrowserContextOptions): Promise<Page> {
  const language = stage.camera.language === 'en' ? '' : '&zh'
  const page = await stage.open('conversations-app', `?${query}${language}#/pages/chats/chats`, options)
  await page.waitForFunction('window.chats')
  return page
}

const ready = (page: Page): Promise<void> => expect(page.locator('.chat-cell').first()).toBeVisible()

export async function lists(stage: Stage): Promise<void> {
  const { camera } = stage
  const loading = await open(stage, 'answers=no')
  await camera.shoot(loading, 'conversations loading')

  const empty = await open(stage, 'count=0')
  await expect(empty.locator('.chat-notice')).toBeVisible()
  await camera.shoot(empty, 'conversations none yet')

  const page = await open(stage, 'count=5000')
  await ready(page)
  await camera.shoot(page, 'conversations 5,000')
  await page.evaluate('document.querySelector(".chat-rows").scrollTop = 100000')
  await page.waitForTimeout(300)
  await camera.shoot(page, 'conversations amid 5,000')
  await page.evaluate('document.querySelector(".chat-rows").scrollTop = 0')
  await page.waitForTimeout(200)
  await page.locator('.chat-cell').nth(2).click({ button: 'right' })
  await expect(page.locator('.chat-cell-menu')).toBeVisible()
  await camera.shoot(page, 'conversations menu')
  await camera.vary(page, 'conversations menu', ['320 at 200%', 'rtl'])
  await page.keyboard.press('Escape')
  await page.evaluate(`(chats.signal('typing', { conversation: 'c1', from: { id: 'p1', name: 'Alan' }, on: true }),
    chats.change('c2', { read: 0, unread: 120, mention: 8 }),
    chats.change('c3', { read: 7, unread: 3, muted: true }),
    chats.change('c4', { marked: true }), chats.change('c0', { pinned: 1 }))`)
  await page.waitForTimeout(300)
  await camera.shoot(page, 'conversations with marks')

  await page.locator('.chat-conversations__search').click()
  await expect(page.locator('.chat-search input')).toBeVisible()
  await camera.shoot(page, 'search')
  await page.locator('.chat-search input').fill('plan')
  await expect(page.locator('.chat-hit__word').first()).toBeVisible()
  await camera.shoot(page, 'search with hits')
  await camera.vary(page, 'search with hits', ['320 at 200%', 'rtl', '1024'])
  await page.locator('.chat-search input').fill('zzzz')
  await page.waitForTimeout(600)
  await camera.shoot(page, 'search without hits')
  await page.locator('.chat-search input').fill('fail')
  await page.waitForTimeout(600)
  await camera.shoot(page, 'search failed')

  const touched = await open(stage, 'count=20', { hasTouch: true })
  await ready(touched)
  const client = await touched.context().newCDPSession(touched)
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: number[]) =>
    client.send('Input.dispatchTouchEvent', { type, touchPoints: points.map(x => ({ x, y: 240 })) })
  await at('touchStart', 300)
  for (const x of [280, 240, 200, 160]) await at('touchMove', x)
  await at('touchEnd')
  await expect(touched.locator('.chat-swipe__action').first()).toBeVisible()
  await touched.waitForTimeout(200)
  await camera.shoot(touched, 'conversations swiped')
  await touched.locator('.chat-swipe__action--hide').tap()
  await expect(touched.locator('.chat-conversations__undo')).toBeVisible()
  await camera.shoot(touched, 'conversations hidden, undo')
}
