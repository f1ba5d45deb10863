/** Firefox by WebDriver BiDi and WebKitGTK by WebDriver: browsers that Playwright has no own build of here. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import WebSocket from 'ws'
import { findProgram } from '../../scripts/programs'

/** A browser with one page, at a phone's size as far as it lets. */
export interface DrivenBrowser {
  open(url: string): Promise<void>
  /** What a piece of code, as a string, evaluates to in the page, when that is settled. */
  run(code: string): Promise<unknown>
  /** Turns the mouse's wheel over the middle of the page, in px; up if negative. */
  wheel(by: number): Promise<void>
  close(): Promise<void>
}

/** How long a browser may take to start, in ms. */
const START = 30_000
/** How long a turn of the wheel may take until it is taken to be done, in ms. */
const TURN = 1_000

/** Ends a process and all that it started. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return
  const ended = once(child, 'exit')
  process.kill(-child.pid, 'SIGTERM')
  await ended
}

/** Starts Firefox. */
export async function startFirefox(): Promise<DrivenBrowser> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'))
  const args = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, 'about:blank']
  const firefox = findProgram('firefox') ?? 'firefox'
  const child = spawn(firefox, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const address = await new Promise<string>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const found = /BiDi listening on (ws:\S+)/.exec(said)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`Firefox ended: ${said}`)))
    setTimeout(() => reject(new Error(`Firefox doesn't start: ${said}`)), START).unref()
  })
  const socket = new WebSocket(`${address}/session`)
  await once(socket, 'open')
  let asked = 0
  const waiting = new Map<number, { resolve: (result: never) => void, reject: (error: Error) => void }>()
  socket.on('message', (data) => {
    const { id, result, error, message } = JSON.parse(String(data)) as {
      id?: number, result?: unknown, error?: string, message?: string
    }
    const one = waiting.get(id ?? 0)
    waiting.delete(id ?? 0)
    if (error) one?.reject(new Error(`${error}: ${message}`))
    else one?.resolve(result as never)
  })

  function send<Result>(method: string, params: object): Promise<Result> {
    asked += 1
    socket.send(JSON.stringify({ id: asked, method, params }))
    return new Promise<Result>((resolve, reject) => { waiting.set(asked, { resolve, reject }) })
  }

  await send('session.new', { capabilities: {} })
  const { contexts } = await send<{ contexts: { context: string }[] }>('browsingContext.getTree', {})
  const context = contexts[0]?.context
  await send('browsingContext.setViewport', { context, viewport: { width: 375, height: 812 } })

  return {
    open: async (url) => { await send('browsingContext.navigate', { context, url, wait: 'complete' }) },
    async run(code) {
      // As text, since values come as lists of typed pieces otherwise.
      const expression = `Promise.resolve(${code}).then(value => JSON.stringify(value ?? null))`
      const { result, exceptionDetails } = await send<{
        result?: { value: string }, exceptionDetails?: { text: string }
      }>('script.evaluate', { expression, target: { context }, awaitPromise: true })
      if (!result) throw new Error(exceptionDetails?.text)
      return JSON.parse(result.value) as unknown
    },
    async wheel(by) {
      const actions = [{ type: 'scroll', x: 150, y: 300, deltaX: 0, deltaY: by }]
      const turned = send('input.performActions', { context, actions: [{ type: 'wheel', id: 'wheel', actions }] })
      // Now and then it never says that it has turned it.
      await Promise.race([turned, pause(TURN)])
    },
    async close() {
      socket.close()
      await end(child)
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Starts WebKitGTK's small browser, on a screen of its own. */
export async function startWebKit(): Promise<DrivenBrowser> {
  const port = await freePort()
  const driver = findProgram('webkit') ?? 'WebKitWebDriver'
  const child = spawn('xvfb-run', ['-a', driver, `--port=${port}`], { detached: true, stdio: 'ignore' })
  const base = `http://127.0.0.1:${port}`

  async function send<Result>(method: string, path: string, body?: object): Promise<Result> {
    const response = await fetch(base + path, { method, body: body && JSON.stringify(body) })
    const { value } = await response.json() as { value: Result & { message?: string } }
    if (!response.ok) throw new Error(value.message)
    return value
  }

  const until = Date.now() + START
  while (!await send('GET', '/status').catch(() => null)) {
    if (Date.now() > until || child.exitCode !== null) throw new Error('WebKitWebDriver doesn\'t start')
    await pause(100)
  }
  const { sessionId } = await send<{ sessionId: string }>('POST', '/session', { capabilities: {} })
  const session = `/session/${sessionId}`
  await send('POST', `${session}/timeouts`, { script: START })
  await send('POST', `${session}/window/rect`, { width: 375, height: 812 })
  let turned = 0

  return {
    open: async (url) => { await send('POST', `${session}/url`, { url }) },
    async run(code) {
      const script = `const done = arguments[0]
        Promise.resolve(${code}).then(value => done({ value: value ?? null }), error => done({ error: String(error) }))`
      const { value, error } = await send<{ value: unknown, error?: string }>(
        'POST', `${session}/execute/async`, { script, args: [] },
      )
      if (error) throw new Error(error)
      return value
    },
    async wheel(by) {
      // It turns by what this differs from the time before.
      turned += by
      const actions = [{ type: 'scroll', x: 150, y: 300, deltaX: 0, deltaY: turned, duration: 0 }]
      await send('POST', `${session}/actions`, { actions: [{ type: 'wheel', id: 'wheel', actions }] })
    },
    async close() {
      await send('DELETE', session).catch(() => null)
      await end(child)
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? address?.port ?? 0 : 0
}
