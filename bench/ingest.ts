/**
 * How many events a second a client takes in, from the socket's message to the store that a page draws from: decoded,
 * in order, without duplicates. No network. Rivals hand the same messages to the app, which appends them to lists: they
 * neither order messages nor find duplicates.
 */
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises'
import { createPinia, setActivePinia } from 'pinia'
import type { WireEvent } from '../src/protocols/native/wire'
import { useConversationsStore } from '../store/conversations'
import { setEngine } from '../store/engine'
import { useMessagesStore } from '../store/messages'
import { FakePlatform, type FakeSocket } from '../tests/helpers/fake-platform'
import { makeEngine } from '../tests/helpers/make-engine'
import { mulberry } from '../tests/helpers/random'
import { percentile, round } from './lib/figures'
import { type IngestRival, ingestRivals } from './lib/ingest-rivals'
import { kit } from './lib/kit'
import { type Figures, readOptions, report } from './lib/report'

const options = readOptions()
const EVENTS = options.count ?? 100_000
const CONVERSATIONS = 10
/** As many frames as a socket hands over before anything else gets its turn. */
const BURST = 1_000
/** The best of so many: the first ones find code that isn't compiled yet. */
const RUNS = 5
/** Of a hundred events, so many come twice, and so many come before the one before them. */
const DISTURBED = 2

interface Data { conversation: string, event: WireEvent }

const each = EVENTS / CONVERSATIONS
const ids = Array.from({ length: CONVERSATIONS }, (_, index) => `room-${index}`)

/** The logs' entries in turn. */
function makeEvents(): Data[] {
  return Array.from({ length: EVENTS }, (_, index) => ({
    conversation: ids[index % CONVERSATIONS] ?? '',
    event: {
      seq: Math.floor(index / CONVERSATIONS) + 1,
      type: 'message',
      id: `id-${index.toString(36)}`,
      from: { id: `person-${index % 7}`, name: `Person ${index % 7}` },
      at: 1_700_000_000_000 + index,
      content: { kind: 'text', text: `message ${index}: shall we meet at the station at six?` },
    },
  }))
}

/** Some come twice, some too early. */
function disturb(events: readonly Data[], random: () => number): Data[] {
  const disturbed = [...events]
  for (let index = CONVERSATIONS; index < disturbed.length; index++) {
    const [before, now] = [disturbed[index - CONVERSATIONS], disturbed[index]]
    if (!before || !now || random() >= DISTURBED / 100) continue
    disturbed[index - CONVERSATIONS] = now
    disturbed[index] = before
  }
  return disturbed.flatMap(data => (random() < DISTURBED / 100 ? [data, data] : [data]))
}

const welcome = {
  type: 'welcome', version: 1, self: { id: 'ann', name: 'Ann' }, limits: { frameBytes: 131_072, textLength: 20_000 },
  heartbeat: 0, time: 0,
  conversations: ids.map(id => ({ id, kind: 'group', title: id, epoch: 'e', head: 0, read: 0, unread: 0 })),
}

/**
 * Signs in, enters all conversations, which are empty, and tells how much is unread.
 * @param headOf how far what was sent of a conversation goes by now
 */
function answer(socket: FakeSocket, data: string, headOf: (conversation: string) => number): void {
  const frame = JSON.parse(data) as { type: string, id: string, conversation: string, seq: number, after?: number }
  if (frame.type === 'hello') return void setImmediate(() => socket.sayJson(welcome))
  if (frame.type === 'read') {
    const { conversation, seq } = frame
    return void setImmediate(() => {
      const head = headOf(conversation)
      socket.sayJson({ type: 'read', conversation, seq, head, unread: head - seq, mention: 0 })
    })
  }
  // A hole is asked for at once, and fills by itself before an answer could come.
  if (frame.type !== 'history' || frame.after !== undefined) return
  const { id, conversation } = frame
  setImmediate(() => socket.sayJson({ type: 'page', id, conversation, epoch: 'e', head: 0, events: [] }))
}

interface Run { took: number, notifications: number }

async function runKit(frames: readonly string[]): Promise<Run> {
  const platform = new FakePlatform({
    now: () => Date.now(),
    setTimeout: (callback: () => void, delay: number) => setTimeout(callback, delay),
    clearTimeout: (timer: NodeJS.Timeout) => clearTimeout(timer),
  })
  // Numbers only, so that there is nothing more for the garbage collector to look at.
  const places = new Uint8Array(frames.length)
  const seqs = new Uint32Array(frames.length)
  for (const [index, frame] of frames.entries()) {
    const { conversation, event } = JSON.parse(frame) as Data
    places[index] = ids.indexOf(conversation)
    seqs[index] = event.seq
  }
  let count = 0
  const headOf = (id: string): number => {
    let head = 0
    // Those that were swapped stand next to each other.
    for (let index = Math.max(0, count - 10 * CONVERSATIONS); index < count; index++) {
      if (places[index] === ids.indexOf(id)) head = Math.max(head, seqs[index] ?? 0)
    }
    return head
  }
  platform.onSocket = (socket) => {
    socket.onSend = data => answer(socket, String(data), headOf)
    setImmediate(() => socket.sayOpen())
  }
  const pinia = createPinia()
  setActivePinia(pinia)
  const engine = makeEngine(platform, () => 'token')
  setEngine(pinia, engine)
  const messages = useMessagesStore()
  const conversations = useConversationsStore()
  for (const id of ids) messages.enter(id)
  engine.start()
  while (ids.some(id => messages.view(id).state !== 'ready')) await turn()
  let notifications = 0
  let told = (): void => undefined
  engine.listen({
    dataChanged() {
      notifications += 1
      told()
    },
  })
  const { socket } = platform
  const began = performance.now()
  for (let from = 0; from < frames.length; from += BURST) {
    for (const frame of frames.slice(from, from + BURST)) socket.say(frame)
    count = Math.min(frames.length, from + BURST)
    await turn()
  }
  const complete = (): boolean => ids.every(id => messages.view(id).head === each)
  while (!complete()) await new Promise<void>((resolve) => { told = resolve })
  const took = performance.now() - began
  // What was missing is known once the server has said how much is unread: it is asked twice a second.
  const counted = (): boolean => ids.every(id => conversations.get(id)?.head === each)
  for (let look = 0; look < 100 && !counted(); look++) await pause(20)
  for (const id of ids) {
    const shown = messages.view(id).messages
    const wrong = shown.length !== each || shown.some(({ seq }, index) => seq !== index + 1)
    if (wrong || !counted()) throw new Error(`the store is wrong about ${id}`)
  }
  engine.stop()
  return { took, notifications }
}

async function runRival(rival: IngestRival, frames: readonly string[]): Promise<number> {
  const lists = new Map<string, WireEvent[]>(ids.map(id => [id, []]))
  let count = 0
  const { say, stop } = await rival.connect(({ conversation, event }) => {
    lists.get(conversation)?.push(event)
    count += 1
  })
  const began = performance.now()
  for (let from = 0; from < frames.length; from += BURST) {
    for (const frame of frames.slice(from, from + BURST)) say(frame)
    await turn()
  }
  while (count < frames.length) await turn()
  const took = performance.now() - began
  stop()
  return took
}

/** How long JSON.parse alone takes for these frames, in ms. */
function parse(frames: readonly string[]): number {
  const parsed: unknown[] = []
  const began = performance.now()
  for (const frame of frames) parsed.push(JSON.parse(frame))
  return performance.now() - began
}

/** @param plain the frames as JSON and nothing else */
async function best(plain: readonly string[], run: () => Promise<number>): Promise<Figures> {
  const times: number[] = []
  const parses: number[] = []
  for (let count = 0; count < RUNS; count++) {
    times.push(await run())
    parses.push(parse(plain))
  }
  const took = Math.min(...times)
  return {
    eventsPerSec: round(plain.length / took * 1000, 0),
    ratioToJsonParse: round(Math.min(...parses) / took, 3),
    medianEventsPerSec: round(plain.length / percentile(times, 0.5) * 1000, 0),
  }
}

const events = disturb(makeEvents(), mulberry(options.seed))

async function measureKit(): Promise<Figures> {
  const frames = events.map(({ conversation, event }) => JSON.stringify({ type: 'event', conversation, event }))
  let perFrameOfScreen = 0
  const figures = await best(frames, async () => {
    const { took, notifications } = await runKit(frames)
    perFrameOfScreen = Math.max(perFrameOfScreen, notifications / Math.ceil(took / 16))
    return took
  })
  return { ...figures, notificationsPer16Ms: round(perFrameOfScreen), events: events.length, version: kit.version }
}

async function measure(rival: IngestRival): Promise<Figures> {
  const frames = events.map((data, index) => rival.frame(data, index))
  const plain = events.map(data => JSON.stringify(data))
  return { ...await best(plain, () => runRival(rival, frames)), events: events.length, version: rival.version }
}

void report(options, Object.fromEntries([
  [kit.name, measureKit],
  ...ingestRivals.map(rival => [rival.name, () => measure(rival)] as const),
]))
