/** Two panes on a wide window: the room beside the list, its details, links, the keyboard, and what is left behind. */
import type { Demo, Person } from '../helpers/demo'
import { expect, test } from './fixtures'

const laptop = { viewport: { width: 1_024, height: 720 } }
const desktop = { viewport: { width: 1_440, height: 900 } }
const title = ({ page }: Person) => page.locator('.chat-head__title')

/** Grace has written to Ada, who sees the list. */
async function two(demo: Demo, options: object): Promise<[Person, Person]> {
  const ada = await demo.person('Ada', options)
  const grace = await demo.person('Grace')
  await grace.page.getByLabel('New chat').click()
  await grace.page.locator('.chat-people__row', { hasText: 'Ada' }).click()
  await expect(grace.field).toBeVisible()
  await grace.say('hello Ada')
  await expect(ada.cell('Grace')).toBeVisible()
  return [ada, grace]
}

for (const [name, options] of [['1024', laptop], ['1440', desktop]] as const) {
  test(`at ${name} px a room opens beside the list, with its details`, async ({ demo }) => {
    const [ada, grace] = await two(demo, options)
    await expect(ada.page.getByText('Choose a conversation')).toBeVisible()
    await ada.enter('Grace')
    await expect(ada.cell('Grace')).toHaveAttribute('aria-current', 'true')
    await expect(ada.field).toBeFocused()
    await ada.say('hello Grace')
    await grace.seesLast('hello Grace')
    await expect(ada.cell('Grace').locator('.chat-cell__preview')).toContainText('hello Grace')

    await ada.cell('General').click()
    await expect(title(ada)).toHaveText('General')
    await ada.page.locator('.chat-head__main').click()
    const aside = ada.page.getByRole('region', { name: 'Details' })
    await expect(aside.locator('.chat-info__person').first()).toBeVisible()
    const [room, details] = [await ada.page.getByRole('main').boundingBox(), await aside.boundingBox()]
    const isOver = Number(room?.x) + Number(room?.width) > Number(details?.x)
    expect(isOver, 'over the room, or beside it').toBe(name === '1024')
    await ada.page.keyboard.press('Escape')
    await aside.getByLabel('Close').click()
    await expect(aside).toHaveCount(0)
    expect(await ada.page.evaluate(() => document.documentElement.scrollWidth)).toBe(options.viewport.width)
  })
}

test('a reload, a link to a room and the way back: the same room is open', async ({ demo }) => {
  const [ada] = await two(demo, laptop)
  await ada.enter('Grace')
  await ada.page.reload()
  await expect(title(ada)).toHaveText('Grace')

  await ada.page.getByLabel('New chat').click()
  await expect(ada.page.locator('.chat-people')).toBeVisible()
  await ada.page.goBack()
  await expect(title(ada)).toHaveText('Grace')

  await ada.page.goto('about:blank')
  await ada.page.goto(`${demo.address}#/pages/room/room?id=general`)
  await expect(title(ada)).toHaveText('General')
  await expect(ada.cell('General')).toHaveAttribute('aria-current', 'true')

  // Narrower, it is one pane, whose arrow leads to the list.
  await ada.page.setViewportSize({ width: 375, height: 720 })
  await expect(ada.cell('Grace')).toBeHidden()
  await ada.page.getByLabel('Back').click()
  await ada.enter('Grace')
  await ada.page.setViewportSize({ width: 1_024, height: 720 })
  await expect(ada.cell('Grace')).toHaveAttribute('aria-current', 'true')
  await expect(title(ada)).toHaveText('Grace')
})

test('the keyboard leads from the list to the room and back', async ({ demo }) => {
  const [ada] = await two(demo, laptop)
  const { keyboard } = ada.page
  await ada.page.locator('.chat-rows').focus()
  await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await expect(ada.field).toBeFocused()
  await keyboard.press('F6')
  await expect(ada.page.locator('.chat-panes__list :focus')).toHaveCount(1)
  await keyboard.press('F6')
  await expect(ada.field).toBeFocused()
})

test('rooms that were open leave nothing behind: one connection, no more listeners or nodes', async ({ demo }) => {
  const [ada] = await two(demo, laptop)
  const before = await demo.sockets()
  const client = await ada.page.context().newCDPSession(ada.page)
  const turn = async (times: number) => {
    for (let time = 0; time < times; time++) {
      for (const name of ['General', 'Grace']) {
        await ada.cell(name).click()
        await expect(title(ada)).toHaveText(name)
        await expect(ada.field).toBeVisible()
      }
    }
    await client.send('HeapProfiler.collectGarbage')
    return client.send('Memory.getDOMCounters')
  }
  await turn(3)
  const first = await turn(3)
  const later = await turn(12)
  // Twelve turns make 24 rooms, each with hundreds of nodes and dozens of listeners.
  expect(later.nodes - first.nodes).toBeLessThan(300)
  expect(later.jsEventListeners - first.jsEventListeners).toBeLessThan(50)
  expect(await demo.sockets()).toEqual(before)
})

test('a window that becomes narrow shows the room alone, and its head leads back to the list', async ({ demo }) => {
  const [ada] = await two(demo, laptop)
  await ada.enter('Grace')
  await ada.page.setViewportSize({ width: 375, height: 812 })
  await expect(ada.page.getByRole('region', { name: 'Chats' })).toBeHidden()
  const covering = await ada.page.evaluate(() => document.elementFromPoint(20, 20)?.closest('.chat-head') !== null)
  expect(covering, 'the head of the room lies over the bar of the page').toBe(true)
  await ada.page.locator('.chat-head__back').click()
  await expect(ada.cell('Grace')).toBeVisible()
})
