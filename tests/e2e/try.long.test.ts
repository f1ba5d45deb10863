import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, type Page, test as base } from '@playwright/test'
import { preview } from 'vite'
import { type WebSocket, WebSocketServer } from 'ws'
import { start as startEvents } from '../../examples/servers/event-rooms'
import { start as startJson } from '../../examples/servers/json-rooms'
import { start as startPolling } from '../../examples/servers/polling'
import type { Running } from '../../examples/servers/shared/running'
import { start as startSocketIo } from '../../examples/servers/socket-io/server'
import { start as startText } from '../../examples/servers/text-rooms'
import { test as demoTest } from './fixtures'

/** The page on which one tries a server. */
class Trying {
  /** What ends the servers of a test. */
  readonly ends: (() => unknown)[] = []

  constructor(readonly page: Page) {}

  async example(server: Promise<Running>, scheme = 'ws'): Promise<string> {
    const { port, close } = await server
    this.ends.push(close)
    return `${scheme}://127.0.0.1:${port}`
  }

  /** A server that answers plain requests so, and lets `socket` have each WebSocket, if there is one. */
  async server(answer: (request: IncomingMessage, response: ServerResponse) => void,
    socket?: (socket: WebSocket) => void): Promise<string> {
    const server: Server = createServer(answer)
    if (socket) new WebSocketServer({ server }).on('connection', socket)
    await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
    this.ends.push(() => {
      server.closeAllConnections()
      server.close()
    })
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  async connect(way: string, url: string, fields: Record<string, string> = {}): Promise<void> {
    await this.page.getByRole('radio', { name: way, exact: true }).click()
    for (const [field, value] of Object.entries({ url, ...fields })) {
      await this.page.locator(`.try-form__input--${field} input`).fill(value)
    }
    await this.page.getByText('Connect', { exact: true }).click()
  }

  async finds(title: string | RegExp, level = 'bad'): Promise<void> {
    await expect(this.page.locator('.try-page__title')).toHaveText(title)
    await expect(this.page.locator(`.try-page__finding--${level}`)).toBeVisible()
  }

  /** Says something, and sees it sent. */
  async says(text: string): Promise<void> {
    const field = this.page.locator('.chat-room textarea')
    await field.fill(text)
    await field.press('Enter')
    await expect(this.page.locator('.chat-bubble__text').last()).toContainText(text)
    await expect(this.page.locator('.chat-icon--check').last()).toBeVisible()
  }

  frames(direction: 'in' | 'out' | 'note') {
    return this.page.locator(`.try-frames__line--${direction} .try-frames__text`)
  }
}

const test = base.extend<{ trying: Trying }>({
  trying: async ({ page }, use) => {
    const pages = await preview({
      configFile: false, logLevel: 'silent', build: { outDir: 'dist/build/h5' },
      preview: { port: 0, host: '127.0.0.1' },
    })
    const errors: string[] = []
    page.on('pageerror', ({ message }) => errors.push(message))
    await page.goto(`http://127.0.0.1:${(pages.httpServer.address() as AddressInfo).port}/`)
    await page.getByText('Connect to my server').click()
    const trying = new Trying(page)
    await use(trying)
    await page.close()
    pages.httpServer.close()
    for (const end of trying.ends.reverse()) await end()
    expect(errors).toEqual([])
  },
})

test('plain text: one connects, talks, and sees each frame both ways', async ({ trying }) => {
  await trying.connect('Plain text', await trying.example(startText()))
  await trying.finds('Connected', 'good')
  await trying.says('hello 你好')
  await expect(trying.frames('out')).toHaveText(['hello 你好'])
  await expect(trying.frames('in')).toHaveText(['hello 你好'])
  await expect(trying.page.locator('.try-frames__size').first()).toHaveText('12 B')

  // Paused, the list stands still; what came meanwhile is there afterwards.
  await trying.page.getByText('Pause').click()
  await trying.says('meanwhile')
  await expect(trying.frames('in')).toHaveCount(1)
  await trying.page.getByText('Go on').click()
  await expect(trying.frames('in')).toHaveText(['hello 你好', 'meanwhile'])
})

test('JSON by its fields; with the wrong field, it says which ones came', async ({ trying }) => {
  const url = await trying.example(startJson())
  await trying.connect('JSON', url, { textField: 'context', nameField: 'uName' })
  await trying.finds('Connected', 'good')
  await trying.says('hello')
  await expect(trying.frames('out')).toHaveText([/"uName":"Ann","context":"hello"/])

  await trying.page.getByText('Code', { exact: true }).click()
  const code = trying.page.locator('.try-frames__code')
  await expect(code).toContainText('fields: { text: \'context\', name: \'uName\', id: \'id\' }')
  await expect(code).toContainText(`url: '${url}'`)
  await trying.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await trying.page.getByText('Copy', { exact: true }).click()
  await expect(trying.page.getByText('Copied')).toBeVisible()
  expect(await trying.page.evaluate(() => navigator.clipboard.readText())).toContain(`\n  url: '${url}',\n`)

  const other = await trying.server((_, response) => response.end(), socket => socket.send('{"who":"Bo","said":"hi"}'))
  await trying.page.getByText('Change').click()
  await trying.connect('JSON', other)
  await trying.finds('No text found. Fields that came: who, said')
})

test('event rooms', async ({ trying }) => {
  await trying.connect('Event rooms', await trying.example(startEvents()))
  await trying.finds('Connected', 'good')
  await trying.says('hello')
  await expect(trying.frames('in').first()).toContainText('"type":"enter"')
})

test('Socket.IO, and a token that is refused', async ({ trying }) => {
  const url = await trying.example(startSocketIo(), 'http')
  await trying.connect('Socket.IO', url, { token: 'Ann' })
  await trying.finds('Connected', 'good')
  await trying.says('hello')
  await trying.page.getByText('Change').click()
  await trying.connect('Socket.IO', url, { token: '' })
  await trying.finds(/^Refused.*unauthorized/)
})

test('polling, over plain requests', async ({ trying }) => {
  await trying.connect('Polling', await trying.example(startPolling(), 'http'))
  await trying.finds('Connected', 'good')
  await trying.says('hello')
  await expect(trying.frames('out').filter({ hasText: 'POST' })).toContainText('"text":"hello"')
})

test('nothing listens there', async ({ trying }) => {
  const url = await trying.server((_, response) => response.end())
  await trying.ends.pop()?.()
  await trying.connect('Plain text', url)
  await trying.finds('Nothing answers there')
})

for (const [status, title] of [
  [404, 'Wrong address (HTTP 404)'], [200, 'An ordinary web page (HTTP 200)'], [426, 'No Upgrade (HTTP 426)'],
  [400, 'No Upgrade (HTTP 400)'], [403, 'Not allowed (HTTP 403)'],
  [502, 'The server behind the proxy fails (HTTP 502)'],
] as const) {
  test(`plain HTTP ${status} instead of a WebSocket`, async ({ trying }) => {
    await trying.connect('Plain text', await trying.server((_, response) => {
      response.writeHead(status, { 'access-control-allow-origin': '*' }).end('no socket')
    }))
    await trying.finds(title)
  })
}

test('something answers, which the browser hides', async ({ trying }) => {
  await trying.connect('Plain text', await trying.server((_, response) => response.writeHead(404).end()))
  await trying.finds('Something answers, but it opens no WebSocket')
})

test('a server that says garbage', async ({ trying }) => {
  const url = await trying.server((_, response) => response.end(), socket => socket.send('\u0001 garbage <html>'))
  await trying.connect('JSON', url)
  await trying.finds('What came is not JSON')
  await expect(trying.frames('in')).toHaveText(['\u0001 garbage <html>'])
})

test('a server that closes with a code', async ({ trying }) => {
  const url = await trying.server((_, response) => response.end(), socket => socket.close(4001, 'who are you'))
  await trying.connect('Plain text', url)
  const title = 'The server closed it: 4001 who are you'
  await trying.finds(title)

  // The next tries open as well: it doesn't say meanwhile that all is well.
  const titles = await trying.page.evaluateHandle(() => {
    const seen: string[] = []
    const node = document.querySelector('.try-page__title')
    if (!node) throw new Error('no title')
    new MutationObserver(() => seen.push(node.textContent ?? ''))
      .observe(node, { characterData: true, childList: true, subtree: true })
    return seen
  })
  await expect.poll(() => trying.frames('note').filter({ hasText: 'close 4001' }).count()).toBeGreaterThan(1)
  expect((await titles.jsonValue()).filter(seen => seen !== title)).toEqual([])
})

test('a server that never answers a ping', async ({ trying }) => {
  await trying.connect('JSON', await trying.server((_, response) => response.end(), () => undefined), {
    ping: '{"type":"ping"}',
  })
  await trying.finds('No answer to the ping')
  await expect(trying.frames('out').first()).toHaveText('{"type":"ping"}')
})

test('a server that lets nobody in', async ({ trying }) => {
  await trying.connect('Event rooms', await trying.server((_, response) => response.end(), () => undefined))
  await trying.finds('Open, but not let in')
})

test('what can\'t be is said before anything connects', async ({ trying }) => {
  await trying.connect('JSON', 'example.com', { ping: 'ping' })
  await expect(trying.page.getByRole('alert')).toHaveText([/^It begins with ws/, 'Not a JSON object'])
  await trying.connect('JSON', await trying.example(startJson()), { ping: '' })
  await trying.finds('Connected', 'good')
})

test('messages and frames are one below the other on a phone, side by side from 768 px', async ({ trying }) => {
  await trying.connect('Plain text', await trying.example(startText()))
  await trying.finds('Connected', 'good')
  const boxes = () => Promise.all(['.try-page__chat', '.try-page__side'].map(async (name) => {
    const box = await trying.page.locator(name).boundingBox()
    if (!box) throw new Error(`${name} is not there`)
    return box
  }))
  for (const width of [320, 375, 767, 768, 1024]) {
    await trying.page.setViewportSize({ width, height: 600 })
    await expect.poll(async () => {
      const [chat, side] = await boxes()
      return chat && side && (width < 768 ? side.y >= chat.y + chat.height : side.x >= chat.x + chat.width)
    }).toBe(true)
    expect(await trying.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
  }
})

demoTest('the native protocol, and then the demo itself: neither disturbs the other', async ({ demo }) => {
  const ada = await demo.visitor()
  const trying = new Trying(ada.page)
  const answer = await fetch(`${demo.address}v1/demo/login`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Eve' }),
  })
  const { token } = await answer.json() as { token: string }
  await ada.page.getByText('Connect to my server').click()
  await trying.connect('Native', `${demo.address.replace('http', 'ws')}v1/ws`, { token })
  await trying.finds('Connected', 'good')
  await trying.says('from the trial')
  expect(await demo.sockets()).toMatchObject({ connections: 1 })

  await ada.page.goBack()
  await expect.poll(async () => (await demo.sockets()).connections).toBe(0)
  await ada.signIn('Ada')
  await ada.enter('General')
  await ada.sees(['from the trial'])
  await ada.say('from the demo')
  await ada.seesLast('from the demo')
  expect(await demo.sockets()).toMatchObject({ connections: 1, accepted: 2 })
})
