/**
 * How many bytes cross from a mini-program's logic to its view (`setData`), on the built output in WeChat's own
 * framework: for one message that is appended, 20 of history, and a reaction on one, by how many messages there are.
 * Ours, z-paging's chat mode, TDesign's chat list and a flat `v-for`, with the same rows.
 */
import { fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { buildListApp } from '../tests/helpers/list-app'
import { startMiniProgram } from '../tests/helpers/mini-program/host'
import { type Controls, textOf } from '../tests/list-app/talk'
import type { Message } from '../src/model/message'
import { kit } from './lib/kit'
import { versionOf } from './lib/realm'
import { type Figures, readOptions, report } from './lib/report'

/** What draws everything takes minutes for more. */
const FLAT_LENGTHS = [10, 1_000]
const LENGTHS = [10, 1_000, 100_000]
/** Appended one after the other, so that a block begins among them: their mean counts. */
const APPENDED = 16
/** Longer than messages that come at once are shown together. */
const APART = 110

const people = ['Ada', 'Grace', 'Alan'].map(name => ({ id: name.toLowerCase(), name }))

/** What the history says: the same at every length, of some speakers in turns. */
const saying = (index: number): Partial<Message> => {
  const author = people[Math.floor(index / 3) % people.length] ?? { id: '?', name: '?' }
  return { author, own: author.id === 'ada', content: { kind: 'text', text: textOf(index) } }
}

const contenders: Readonly<Record<string, { route: string, lengths: readonly number[], version: string }>> = {
  [kit.name]: { route: 'list', lengths: LENGTHS, version: kit.version },
  'z-paging': { route: 'z-paging', lengths: FLAT_LENGTHS, version: versionOf('z-paging') },
  'TDesign': { route: 'tdesign', lengths: FLAT_LENGTHS, version: versionOf('tdesign-uniapp-chat') },
  'flat v-for': { route: 'flat', lengths: FLAT_LENGTHS, version: '-' },
}

/** The figures of one list, in a process of its own: there is one mini-program for each. */
async function measure(folder: string, route: string, lengths: readonly number[]): Promise<Figures> {
  const app = startMiniProgram(folder)
  const figures: Record<'append' | 'history20' | 'change', Record<string, number>> = {
    append: {}, history20: {}, change: {},
  }
  for (const length of lengths) {
    const page = await app.open(`pages/${route}/${route}`)
    const { list } = (app.app as { globalData: { list: Controls } }).globalData
    list.fill(length)
    await settle()

    async function settle(): Promise<void> {
      for (let turn = 0; turn < 3; turn++) {
        await page.settle()
        await pause(APART / 3)
      }
    }

    async function bytes(change: () => void): Promise<number> {
      app.setData.reset()
      change()
      await settle()
      return app.setData.bytes
    }

    let appended = 0
    for (let turn = 0; turn < APPENDED; turn++) {
      const content = { kind: 'text' as const, text: 'shall we meet at the station at six?' }
      appended += await bytes(() => list.append(1, { content }))
    }
    figures.append[length] = Math.round(appended / APPENDED)
    const reactions = [{ emoji: '👍', count: 1, people: [] }]
    figures.change[length] = await bytes(() => list.change(-5, { reactions }))
    // The reader is at the start: what comes is drawn.
    if (page.find('.chat-scroller')) await page.event('.chat-scroller', 'scroll', { scrollTop: 10, scrollHeight: 1e6 })
    await settle()
    figures.history20[length] = await bytes(() => list.prepend(20, saying))
  }
  if (app.errors.length) throw new Error(String(app.errors[0]))
  return figures
}

if (process.send) {
  const [folder = '', route = '', lengths = '[]'] = process.argv.slice(2)
  void measure(folder, route, JSON.parse(lengths) as number[]).then((figures) => {
    process.send?.(figures)
    process.exit()
  })
} else {
  void compare()
}

async function compare(): Promise<void> {
  const folder = await buildListApp('mp-weixin')
  const entries = Object.entries(contenders)
  await report(readOptions(), Object.fromEntries(entries.map(([name, { route, lengths, version }]) => [
    name,
    () => new Promise<Figures>((resolve, reject) => {
      const child = fork(__filename, [folder, route, JSON.stringify(lengths)], { execArgv: process.execArgv })
      child.once('message', figures => resolve({ ...figures as Figures, version }))
      child.once('exit', code => { if (code) reject(new Error(`${name} failed`)) })
    }),
  ])))
}
