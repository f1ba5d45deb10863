import type { Locator } from '@playwright/test'
import type { Person } from '../helpers/demo'
import { expect, test } from './fixtures'

const lines = Array.from({ length: 300 }, (_, index) => `line ${index + 1}`)

/** The row of a message. Its time follows the text. */
const bubble = ({ bubbles }: Person, text: string): Locator =>
  bubbles.filter({ hasText: new RegExp(`${text}\\s*\\d\\d:\\d\\d`) })

test('a message that isn\'t loaded is gone to, and from there to what is newest', async ({ demo }) => {
  await demo.seed('Bot', lines)
  const ada = await demo.person('Ada')
  await ada.page.goto(`${demo.address}#/pages/room/room?id=general&seq=40`)
  await expect(bubble(ada, 'line 40')).toBeInViewport()

  // Both directions load on.
  await ada.page.mouse.move(180, 400)
  await expect(async () => {
    await ada.page.mouse.wheel(0, -2_000)
    await expect(bubble(ada, 'line 1')).toBeInViewport({ timeout: 500 })
  }).toPass()
  await expect(async () => {
    await ada.page.mouse.wheel(0, 3_000)
    await expect(bubble(ada, 'line 150')).toBeVisible({ timeout: 300 })
  }).toPass()

  // Who writes sees what is written.
  await ada.say('and this is new')
  await ada.seesLast('and this is new')
  await expect(bubble(ada, 'line 300')).toBeInViewport()
  expect(demo.errors).toEqual([])
})

test('who comes back to a room finds the line that was being read', async ({ demo }) => {
  await demo.seed('Bot', lines)
  const ada = await demo.person('Ada')
  await ada.enter('General')
  await ada.seesLast('line 300')
  await ada.page.mouse.move(180, 400)
  for (let turn = 0; turn < 20; turn++) {
    await ada.page.mouse.wheel(0, -120)
    await ada.page.waitForTimeout(30)
  }
  await ada.page.waitForTimeout(600)
  const { text, top } = await ada.page.evaluate(() => {
    const room = document.querySelector('.chat-list')?.getBoundingClientRect().top ?? 0
    const row = [...document.querySelectorAll('.chat-list__row')].find(one => one.getBoundingClientRect().top >= room)
    const said = row?.querySelector('.chat-bubble__text')?.textContent ?? ''
    return { text: said.slice(0, -5).trim(), top: row?.getBoundingClientRect().top ?? 0 }
  })
  expect(text).toMatch(/^line \d+$/)
  await ada.page.goBack()
  await ada.enter('General')
  const row = bubble(ada, text)
  await expect(row).toBeInViewport()
  await expect.poll(async () => Math.abs(await row.locator('xpath=ancestor::*[contains(@class,"chat-list__row")]')
    .evaluate(row => row.getBoundingClientRect().top) - top)).toBeLessThan(3)
  expect(demo.errors).toEqual([])
})
