/**
 * Every adapter against its real server, in a mini-program: `tests/adapter-app`, built for this test, whose page
 * is told which server it is about. See `npm run conformance`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Controls } from '../adapter-app/kit'
import { adapterNames, backends } from '../helpers/conformance/backends'
import { checks, PATIENCE, type Seat } from '../helpers/conformance/checks'
import { linesOf, type Row } from '../helpers/conformance/lines'
import { type Host, withStand } from '../helpers/conformance/stand'
import { buildApp } from '../helpers/list-app'
import { type MiniProgram, startMiniProgram } from '../helpers/mini-program/host'

let app: MiniProgram

beforeAll(async () => {
  app = startMiniProgram(await buildApp('adapter-app', 'mp-weixin'))
}, 120_000)

afterAll(() => app.stop())

function rowOf(row: Element): Row {
  if (row.classList.contains('chat-message__system')) return { system: row.textContent ?? '' }
  const nodes = [...row.querySelector('.chat-bubble__text')?.childNodes ?? []]
  return {
    own: row.classList.contains('chat-message--own'),
    name: row.querySelector('.chat-message__name')?.textContent ?? undefined,
    text: nodes.filter(({ nodeName }) => nodeName !== 'WX-VIEW').map(({ textContent }) => textContent).join(''),
  }
}

const controls = (): Controls => (app.app as { globalData: { kit: Controls } }).globalData.kit

async function seat({ choose }: Host): Promise<Seat> {
  const { choice, proxy } = await choose('Ann')
  const query = Object.entries(choice).map(([key, value]) => [key, encodeURIComponent(String(value))])
  const page = await app.open('pages/room/room', Object.fromEntries(query) as Record<string, string>)
  return {
    proxy,
    ...controls(),
    lines: () => linesOf(page.findAll('.chat-message, .chat-message__system').map(rowOf)),
    async say(...texts) {
      for (const text of texts) {
        await page.input('wx-textarea', text)
        await page.tap('.chat-composer__send')
      }
    },
    wake: () => app.show(),
  }
}

describe.each(adapterNames)('%s', (adapter) => {
  for (const { name, fits, run } of checks) {
    if (fits && !fits(backends[adapter])) continue
    it(name, { timeout: 2 * PATIENCE }, async () => {
      try {
        await withStand(adapter, seat, run)
        expect(app.errors).toEqual([])
      } finally {
        controls().end()
        app.reset()
      }
    })
  }
})
