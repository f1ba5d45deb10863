/** The composer alone, in Chromium: input methods, emoji, mentions, panels and the phone's keyboard, files. */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { buildApp } from '../helpers/list-app'

let pages: PreviewServer

test.beforeAll(async () => {
  test.setTimeout(120_000)
  const outDir = await buildApp('composer-app', 'h5')
  pages = await preview({
    configFile: false, logLevel: 'silent', build: { outDir }, preview: { port: 0, host: '127.0.0.1' },
  })
})
test.afterAll(() => { pages.httpServer.close() })

/** Opens the page of `tests/composer-app`, and gives the composer properties. */
async function open(page: Page, props = '{}'): Promise<Locator> {
  const address = pages.httpServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  await page.goto(`http://127.0.0.1:${port}/#/pages/composer/composer`)
  await page.waitForFunction('window.composer')
  await page.evaluate(`composer.set(${props})`)
  return page.locator('textarea')
}

/** What was told under a name, in order. */
function told(page: Page, name: string): Promise<unknown[][]> {
  return page.evaluate(`composer.events.filter(([name]) => name === '${name}').map(([, ...told]) => told)`)
}

const people = '{ members: composer.people, mayMentionAll: true }'

test('an input method composes without being disturbed, and its Enter sends nothing', async ({ page }) => {
  const field = await open(page)
  const client = await page.context().newCDPSession(page)
  await field.focus()
  await client.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 })
  await client.send('Input.imeSetComposition', { text: 'ni hao', selectionStart: 6, selectionEnd: 6 })
  await expect(field).toHaveValue('ni hao')
  await client.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 })
  expect(await told(page, 'send')).toEqual([])
  await client.send('Input.insertText', { text: '你好' })
  await expect(field).toHaveValue('你好')
  await page.keyboard.press('Enter')
  expect(await told(page, 'send')).toEqual([['你好', {}]])
  await expect(field).toHaveValue('')
})

test('emoji go in and out at the cursor, each as a whole', async ({ page }) => {
  const field = await open(page)
  await field.fill('ab')
  await field.press('ArrowLeft')
  await page.locator('.chat-composer__emoji').click()
  await page.getByRole('gridcell', { name: 'grinning', exact: true }).click()
  await expect(field).toHaveValue('a😀b')
  await page.getByRole('button', { name: 'No skin tone' }).click()
  await page.getByRole('button', { name: 'Dark skin tone', exact: true }).click()
  await page.getByRole('button', { name: 'People' }).click()
  await page.getByRole('gridcell', { name: 'waving hand' }).click()
  await expect(field).toHaveValue('a😀👋🏿b')
  const remove = page.getByRole('button', { name: 'Delete the last character' })
  await remove.click()
  await expect(field).toHaveValue('a😀b')
  await remove.click()
  await remove.click()
  await expect(field).toHaveValue('b')
  await remove.click()
  await expect(field).toHaveValue('b')
  expect((await told(page, 'habits')).at(-1)).toEqual([{ recents: ['👋🏿', '😀'], tone: 5 }])

  for (const whole of ['👨‍👩‍👧', '🇨🇳', '❤️', '1️⃣', 'é', '🏴󠁧󠁢󠁳󠁣󠁴󠁿']) {
    await field.fill(`x${whole}`)
    await remove.click()
    await expect(field).toHaveValue('x')
  }
})

test('emoji are found by name in both languages, and by the keyboard alone', async ({ page }) => {
  const field = await open(page)
  await page.locator('.chat-composer__emoji').focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Search emoji').fill('dog')
  await expect(page.getByRole('gridcell', { name: 'dog', exact: true })).toHaveText('🐶')
  await page.getByLabel('Search emoji').fill('玫瑰')
  await expect(page.getByRole('gridcell')).toHaveText('🌹')
  await page.getByLabel('Search emoji').fill('nothing is called so')
  await expect(page.getByRole('status').filter({ hasText: 'No emoji found' })).toBeVisible()
  await page.getByLabel('Search emoji').fill('')

  const cells = page.getByRole('gridcell')
  await cells.first().focus()
  const keys = ['ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowUp', 'ArrowUp', 'ArrowDown']
  for (const key of keys) await page.keyboard.press(key)
  const columns = await cells.evaluateAll(all => all.findIndex(cell =>
    (cell as HTMLElement).offsetTop > (all[0] as HTMLElement).offsetTop))
  await expect(cells.nth(columns)).toBeFocused()
  await expect(page.getByRole('row').first().getByRole('gridcell')).toHaveCount(columns)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Space')
  const emoji = await cells.nth(columns).textContent()
  await expect(field).toHaveValue(`${emoji}${emoji}`)
  await page.keyboard.press('Escape')
  await expect(field).toBeFocused()
  await expect(page.locator('.chat-emoji')).toHaveCount(0)
})

test('a mention goes in anywhere, lives through what is written around it, and goes as one', async ({ page }) => {
  const field = await open(page, people)
  await field.pressSequentially('你好@')
  const options = page.getByRole('option')
  await expect(options).toHaveCount(9)
  await expect(options.first()).toHaveText(/Everyone/)
  await field.pressSequentially('阿')
  await expect(options).toHaveText([/阿杰/])
  const active = await field.getAttribute('aria-activedescendant')
  await expect(page.locator(`#${active}`)).toHaveText(/阿杰/)
  await field.press('Enter')
  await expect(field).toHaveValue('你好@阿杰 ')
  expect(await told(page, 'send')).toEqual([])

  await field.pressSequentially('and more')
  await field.press('Home')
  await field.pressSequentially('So: ')
  await expect(field).toHaveValue('So: 你好@阿杰 and more')
  await field.press('Enter')
  expect(await told(page, 'send')).toEqual([['So: 你好@阿杰 and more', { mentions: ['p3'] }]])

  // In the middle, by tap; then one Backspace takes all of it.
  await field.fill('to  you')
  for (let steps = 0; steps < 4; steps++) await field.press('ArrowLeft')
  await field.pressSequentially('@ada')
  await options.filter({ hasText: 'Ada Lovelace' }).click()
  await expect(field).toHaveValue('to @Ada Lovelace  you')
  await field.press('Backspace')
  await expect(field).toHaveValue('to  you')
  await field.pressSequentially('x')
  await expect(field).toHaveValue('to x you')
  await field.press('Enter')
  expect((await told(page, 'send')).at(-1)).toEqual(['to x you', {}])
})

test('the list of people is closed by Escape, and an address of mail opens none', async ({ page }) => {
  const field = await open(page, people)
  await field.pressSequentially('me@')
  await expect(page.getByRole('option')).toHaveCount(0)
  await field.fill('')
  await field.pressSequentially('@')
  await expect(page.getByRole('option')).toHaveCount(9)
  await field.press('Escape')
  await expect(page.getByRole('option')).toHaveCount(0)
  await field.pressSequentially('a')
  await expect(page.getByRole('option')).toHaveCount(0)
  await field.press('Enter')
  expect(await told(page, 'send')).toEqual([['@a', {}]])
})

test('what a message answers or changes stands above; Escape and Arrow Up', async ({ page }) => {
  const field = await open(page, `{ quote: { author: 'Ada', summary: 'what she said' } }`)
  await expect(page.locator('.chat-bar')).toContainText('what she said')
  await field.press('Escape')
  expect(await told(page, 'unquote')).toEqual([[]])
  await page.evaluate('composer.set({ quote: undefined })')
  await field.press('ArrowUp')
  expect(await told(page, 'editLast')).toEqual([[]])
  await field.fill('being written')
  await page.evaluate(`composer.set({ editing: { text: 'what I said' } })`)
  await expect(field).toHaveValue('what I said')
  await expect(field).toBeFocused()
  await field.pressSequentially('!')
  await field.press('Enter')
  expect(await told(page, 'save')).toEqual([['what I said!']])
  await field.press('Escape')
  expect(await told(page, 'cancelEdit')).toEqual([[]])
  await page.evaluate('composer.set({ editing: undefined })')
  await expect(field).toHaveValue('being written')
})

test.describe('on a phone', () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 375, height: 812 } })

  test('panel and keyboard take turns without a jump of row or list', async ({ page }) => {
    const field = await open(page)
    const row = page.locator('.chat-composer__row')
    const last = page.locator('.chat-message').last()
    const bottom = async (of: Locator): Promise<number> => {
      const box = await of.boundingBox()
      return box ? Math.round(box.y + box.height) : NaN
    }
    // As Chrome on Android does it: the keyboard makes the page smaller.
    await field.tap()
    await page.setViewportSize({ width: 375, height: 482 })
    await expect.poll(() => bottom(row)).toBe(482)
    const keyboard = await bottom(last)

    await page.locator('.chat-composer__emoji').tap()
    await expect(page.locator('.chat-emoji')).toBeAttached()
    expect(await bottom(row), 'the panel waits under the keyboard').toBe(482)
    await page.setViewportSize({ width: 375, height: 812 })
    await expect.poll(() => bottom(row), 'the panel is as high as the keyboard was').toBe(482)
    expect(await bottom(last)).toBe(keyboard)
    await expect(field).not.toBeFocused()

    await page.locator('.chat-composer__more').tap()
    await expect(page.locator('.chat-more')).toBeVisible()
    expect(await bottom(row)).toBe(482)

    await field.tap()
    expect(await bottom(row), 'until the keyboard is there, the panel is').toBe(482)
    await page.setViewportSize({ width: 375, height: 482 })
    await expect(page.locator('.chat-more')).toHaveCount(0)
    expect(await bottom(row)).toBe(482)
    expect(await bottom(last)).toBe(keyboard)
  })

  test('a keyboard that lies over the page is made room for, once', async ({ page }) => {
    const field = await open(page)
    const row = page.locator('.chat-composer__row')
    const bottom = async (): Promise<number> => {
      const box = await row.boundingBox()
      return box ? Math.round(box.y + box.height) : NaN
    }
    /** As Safari does it: only the visible part gets smaller. */
    const cover = (height: number): Promise<void> => page.evaluate((height) => {
      Object.defineProperty(visualViewport, 'height', { value: innerHeight - height, configurable: true })
      visualViewport?.dispatchEvent(new Event('resize'))
    }, height)
    await field.tap()
    await cover(330)
    await expect.poll(bottom).toBe(482)
    await page.locator('.chat-composer__emoji').tap()
    expect(await bottom()).toBe(482)
    await cover(150)
    expect(await bottom()).toBe(482)
    await cover(0)
    expect(await bottom()).toBe(482)
    expect((await told(page, 'keyboard')).at(-1)).toEqual([0])
  })
})

test('pictures that are pasted or dropped are handed on; text is pasted as text', async ({ page }) => {
  const field = await open(page)
  await field.focus()
  const give = (type: 'paste' | 'drop', text = ''): Promise<boolean> => page.evaluate(([type, text]) => {
    const data = new DataTransfer()
    data.items.add(new File([new Uint8Array(8)], 'cat.png', { type: 'image/png' }))
    if (text) data.items.add(text, 'text/plain')
    const how = { bubbles: true, cancelable: true }
    const event = type === 'paste'
      ? new ClipboardEvent('paste', { ...how, clipboardData: data })
      : new DragEvent('drop', { ...how, dataTransfer: data })
    return document.querySelector('textarea')?.dispatchEvent(event) ?? false
  }, [type, text] as const)
  expect(await give('paste')).toBe(false)
  expect(await give('drop')).toBe(false)
  expect(await give('paste', 'a table')).toBe(true)
  const files = await told(page, 'paste')
  expect(files).toHaveLength(2)
  for (const [[file]] of files as [[{ path: string }]][]) {
    expect(file).toMatchObject({ name: 'cat.png', size: 8, type: 'image/png' })
    expect(await page.evaluate(async path => (await (await fetch(path)).blob()).size, file.path)).toBe(8)
  }
})
