import fc from 'fast-check'
import type { Engine } from '../../src/engine'
import { decodeFrame } from '../../src/protocols/native/decode'
import { FakeClock, pass, settle } from './fake-clock'
import { FakePlatform } from './fake-platform'
import { FakeServer } from './fake-server'
import { text } from './fixtures'
import { hostile } from './hostile'
import { makeEngine } from './make-engine'
import { mulberry } from './random'
import { cutAll, serve } from './serve'
import { arbitraryFrame } from './wire-arbitrary'

/** What came of a run. */
export interface FuzzReport {
  frames: number
  /** Frames that were dropped, and those that were told of as such: the same number. */
  dropped: number
  counted: number
  /** How often a frame made something throw. */
  thrown: number
  /** Sessions after which the view was not the log. */
  broken: number
  sessions: number
  /** The most conversations, and reasons, that were ever kept. */
  mostConversations: number
  mostReasons: number
  /** The most commands that one session sent: a frame must not make it go round and round. */
  mostCommands: number
  /** The first few things that went wrong. */
  faults: string[]
}

/** How many hostile frames one engine gets, before it has to converge. */
const SESSION = 1_000

/** Gives hostile frames to the whole engine, session by session. The same seed gives the same run. */
export async function fuzz(frames: number, seed: number): Promise<FuzzReport> {
  const report: FuzzReport = {
    frames: 0, dropped: 0, counted: 0, thrown: 0, broken: 0, sessions: 0, mostConversations: 0, mostReasons: 0,
    mostCommands: 0, faults: [],
  }
  const made = fc.sample(arbitraryFrame, { seed, numRuns: 1_000 }).map(frame => JSON.stringify(frame))
  while (report.frames < frames) {
    const session = new FuzzSession(mulberry(seed * 65_537 + report.sessions), made, report)
    await session.run(Math.min(SESSION, frames - report.frames))
    report.sessions += 1
  }
  return report
}

class FuzzSession {
  private readonly clock = new FakeClock()
  private readonly platform = new FakePlatform(this.clock)
  private readonly server = new FakeServer('room', 'other')
  private readonly engine: Engine = makeEngine(this.platform, () => 'ann')
  /** Real traffic of this session: its ids are those that the client waits for. */
  private readonly traffic: string[] = []
  private commands = 0

  constructor(
    private readonly random: () => number,
    private readonly made: readonly string[],
    private readonly report: FuzzReport,
  ) {}

  async run(frames: number): Promise<void> {
    const { engine, server, report } = this
    const connect = server.connect.bind(server)
    server.connect = deliver => connect((frame) => {
      this.traffic.push(frame)
      deliver(frame)
    })
    server.instead = () => {
      this.commands += 1
      return null
    }
    serve(this.platform, server)
    engine.start()
    await pass(this.clock, 100)
    engine.sync.enter('room')
    for (let index = 0; index < 5; index++) server.says('bob', `before ${index}`)
    await pass(this.clock, 100)
    for (let index = 0; index < frames; index++) {
      if (index % 20 === 0) await this.act()
      this.attack()
      if (index % 10 === 0) await settle()
    }
    report.counted += [...engine.dropped.values()].reduce((sum, count) => sum + count, 0)
    report.mostReasons = Math.max(report.mostReasons, engine.dropped.size)
    report.mostConversations = Math.max(report.mostConversations, engine.sync.conversations.all.length)
    report.mostCommands = Math.max(report.mostCommands, this.commands)
    await this.converge()
  }

  /** One hostile frame, on whatever link there is. */
  private attack(): void {
    const { random, report } = this
    const real = random() < 0.6 ? this.traffic : this.made
    const frame = hostile(real[Math.floor(random() * real.length)] ?? '{}', random)
    report.frames += 1
    const socket = this.platform.openSockets.pop()
    try {
      // Nobody here asks for anything that comes as an `answer`.
      if (['ignored', 'answer'].includes(decodeFrame(frame).type) && socket) report.dropped += 1
      socket?.say(frame)
    } catch (error) {
      report.thrown += 1
      this.fault(`thrown by ${String(frame).slice(0, 200)}: ${String(error)}`)
    }
  }

  /** Something happens as it does: time passes, somebody writes, the app comes to the front. */
  private async act(): Promise<void> {
    const { engine, server, random } = this
    const how = random()
    if (how < 0.2) server.says('bob', `meanwhile ${random()}`)
    else if (how < 0.3) engine.sync.write('room', text(`mine ${random()}`))
    else if (how < 0.4) engine.sync.enter('other')
    else if (how < 0.5) engine.sync.loadEarlier('room').catch(() => undefined)
    else if (how < 0.6) engine.sync.markRead('room', Math.floor(random() * 10))
    else if (how < 0.7) this.platform.lifecycle.forEach(({ wake }) => wake())
    else if (how < 0.75) engine.sync.open('bob').catch(() => undefined)
    // One that was refused for good begins again when it is told to.
    engine.start()
    await pass(this.clock, 50 + random() * 200)
  }

  /** The server is mended, and its logs begin anew: the engine must show them, and nothing else. */
  private async converge(): Promise<void> {
    const { engine, server, clock, platform } = this
    for (const id of ['room', 'other']) server.resetLog(id, 'mended')
    for (let index = 0; index < 7; index++) server.says('bob', `after ${index}`)
    cutAll(platform)
    for (let turn = 0; turn < 4; turn++) {
      engine.start()
      // It may have been told to wait for days.
      for (const { wake } of platform.lifecycle) wake()
      await pass(clock, 40_000)
    }
    engine.sync.enter('room')
    engine.sync.write('room', text('the last word'))
    await pass(clock, 20_000)
    server.says('bob', 'goodbye')
    await pass(clock, 1_000)
    const state = engine.connection.snapshot.state
    const shown = (engine.sync.timeline('room')?.messages ?? []).filter(({ status }) => status !== 'failed')
    const view = shown.map(({ content }) => (content.kind === 'text' ? content.text : ''))
    const list = engine.sync.conversations.all.map(({ id, head }) => `${id}:${head}`).sort()
    const logs = ['room', 'other', 'ann+bob'].flatMap((id) => {
      try {
        return [`${id}:${server.log(id).events.length}`]
      } catch {
        return []
      }
    }).sort()
    const whole = state === 'online' && String(view) === String(server.texts()) && String(list) === String(logs)
      && shown.every(({ seq, status }, index) => seq === index + 1 && status === 'sent')
    if (!whole) {
      this.report.broken += 1
      this.fault(`session ${this.report.sessions}: ${state}, ${list.join()} of ${logs.join()}, `
        + `${view.join()} of ${server.texts().join()}`)
    }
    engine.stop()
  }

  private fault(what: string): void {
    if (this.report.faults.length < 5) this.report.faults.push(what)
  }
}
