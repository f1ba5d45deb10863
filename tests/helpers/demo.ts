import { type BrowserContext, type BrowserContextOptions, expect, type Locator, type Page } from '@playwright/test'
import { preview, type PreviewServer } from 'vite'
import { FaultProxy } from './fault-proxy'
import { type ServerProcess, Stage } from './server'
import type { WireClient } from './wire-client'

/** What a browser is like, as Playwright takes it. */
type VisitorOptions = BrowserContextOptions & { greeted?: boolean }

/** The built H5 demo and a server of its own, in front of which the page's server forwards `/v1`. */
export class Demo {
  /** Errors that any page logged or threw. */
  readonly errors: string[] = []
  private readonly contexts: BrowserContext[] = []

  private constructor(
    private readonly stage: Stage,
    private server: ServerProcess,
    /** What lies between the browsers and the server. */
    readonly network: FaultProxy,
    private readonly pages: PreviewServer,
    private readonly newContext: (options?: object) => Promise<BrowserContext>,
  ) {}

  /** @param flags of the server, besides its own */
  static async start(
    newContext: (options?: object) => Promise<BrowserContext>, flags: readonly string[] = [],
  ): Promise<Demo> {
    const stage = new Stage()
    const server = await stage.process(['--demo', ...flags, '--port', '0', '--store', stage.file('chat.db')])
    const network = await FaultProxy.start(server.port)
    const pages = await preview({
      configFile: false,
      logLevel: 'silent',
      build: { outDir: 'dist/build/h5' },
      preview: { port: 0, host: '127.0.0.1', proxy: { '/v1': { target: origin(network), ws: true } } },
    })
    return new Demo(stage, server, network, pages, newContext)
  }

  get address(): string {
    const address = this.pages.httpServer.address()
    if (address === null || typeof address === 'string') throw new Error('the page server has no port')
    return `http://127.0.0.1:${address.port}/`
  }

  /** How many sockets the server has open, and has ever accepted. */
  async sockets(): Promise<{ connections: number, accepted: number }> {
    return await (await fetch(`${origin(this.server)}/healthz`)).json() as { connections: number, accepted: number }
  }

  /** Ends the server as a power cut would. */
  async kill(): Promise<void> {
    this.server.kill('SIGKILL')
    await this.server.exit
  }

  /** Starts the server again, on the same port and file. */
  async restart(): Promise<void> {
    const port = String(this.server.port)
    this.server = await this.stage.process(['--demo', '--port', port, '--store', this.stage.file('chat.db')])
    expect(String(this.server.port)).toBe(port)
  }

  /**
   * A person with a browser of their own, at the sign-in page. Unless they are `greeted`, nobody is told that they
   * come, and there is the shared room alone, as for a program: see `server/demo`.
   */
  async visitor({ greeted = false, ...options }: VisitorOptions = {}): Promise<Person> {
    const context = await this.newContext(options)
    this.contexts.push(context)
    if (!greeted) {
      await context.route('**/v1/demo/login', (route) => {
        const { name } = route.request().postDataJSON() as { name: string }
        return route.continue({ postData: JSON.stringify({ name }) })
      })
    }
    const page = await context.newPage()
    page.on('pageerror', error => this.errors.push(error.message))
    await page.goto(this.address)
    return new Person(page)
  }

  /** A person who has signed in and sees the conversations. */
  async person(name: string, options: VisitorOptions = {}): Promise<Person> {
    const person = await this.visitor(options)
    await person.signIn(name)
    return person
  }

  /** Somebody without a browser. */
  async client(name: string): Promise<WireClient> {
    return this.stage.join(this.server.port, name)
  }

  /** Somebody without a browser says all this in the shared room. */
  async seed(name: string, texts: readonly string[]): Promise<void> {
    const client = await this.client(name)
    for (const text of texts) await client.say(text)
    await client.end()
  }

  async close(): Promise<void> {
    for (const context of this.contexts) await context.close()
    await this.network.close()
    // Not waited for: it never ends while a socket hangs that the network has swallowed.
    this.pages.httpServer.close()
    await this.stage.close()
  }
}

/** What a person does and sees. */
export class Person {
  constructor(readonly page: Page) {}

  async signIn(name: string): Promise<void> {
    await this.page.locator('input').fill(name)
    await this.page.getByText(/^(Start|开始聊天|開始聊天)$/).click()
    await expect(this.cell('General')).toBeVisible()
  }

  /** A conversation in the list. */
  cell(title: string): Locator {
    return this.page.locator('.chat-cell').filter({ has: this.page.locator('.chat-cell__title', { hasText: title }) })
  }

  async enter(title: string): Promise<void> {
    await this.cell(title).click()
    await expect(this.field).toBeVisible()
  }

  get field(): Locator {
    return this.page.locator('.chat-room textarea').last()
  }

  async say(text: string): Promise<void> {
    await this.field.fill(text)
    await this.field.press('Enter')
  }

  /** The messages that are drawn: those near the screen. */
  get bubbles(): Locator {
    return this.page.locator('.chat-message')
  }

  /** The texts of the messages that are drawn, without their times. */
  async texts(): Promise<string[]> {
    return this.page.locator('.chat-bubble__text').evaluateAll(nodes => nodes.map(node =>
      [...node.childNodes].filter(child => child.nodeType === 3).map(child => child.nodeValue).join('')))
  }

  /** Waits until these are all the messages of the room, in this order: no more than are drawn at once. */
  async sees(texts: string[]): Promise<void> {
    await expect.poll(() => this.texts()).toEqual(texts)
  }

  /** Waits until this is the last message, and on the screen. */
  async seesLast(text: string): Promise<void> {
    await expect.poll(async () => (await this.texts()).at(-1)).toBe(text)
    await expect(this.bubbles.last()).toBeInViewport()
  }

  /** The texts of all messages that the page has, however many: read from the first to the last, screen by screen. */
  async readAll(): Promise<string[]> {
    return this.page.evaluate(async () => {
      const area = [...document.querySelectorAll('.chat-scroller')].at(-1)
      const texts = new Map<string, string>()
      if (!area) return []
      // It hangs from its end, and says by how much it is scrolled less than that.
      area.scrollTop = -area.scrollHeight
      for (let before = NaN; ;) {
        for (let frame = 0; frame < 6; frame++) await new Promise(resolve => requestAnimationFrame(resolve))
        for (const row of area.querySelectorAll<HTMLElement>('.chat-list__row')) {
          const nodes = [...row.querySelector('.chat-bubble__text')?.childNodes ?? []]
          texts.set(row.dataset.id ?? '', nodes.filter(({ nodeType }) => nodeType === 3)
            .map(({ nodeValue }) => nodeValue).join(''))
        }
        if (area.scrollTop >= 0 || area.scrollTop === before) return [...texts.values()]
        before = area.scrollTop
        area.scrollTop += area.clientHeight / 2
      }
    })
  }

  async back(): Promise<void> {
    await this.page.goBack()
    await expect(this.page.locator('.chat-conversations')).toBeVisible()
  }
}

function origin({ port }: { port: number }): string {
  return `http://127.0.0.1:${port}`
}
