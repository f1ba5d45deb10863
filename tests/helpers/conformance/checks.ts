import type { FaultProxy } from '../fault-proxy'
import type { Guest } from '../party'
import type { Backend } from './backends'

type Soon<Value> = Value | Promise<Value>

/** One person with the kit, in Node or before a screen. */
export interface Seat {
  /** The way to the server. */
  readonly proxy: FaultProxy
  state(): Soon<string>
  /** How often the server has let one in. */
  welcomes(): Soon<number>
  /** What is on the screen: `Ann: hello`, `me: hello` for one's own, `* ...` for a line that nobody said. */
  lines(): Soon<readonly string[]>
  unread(): Soon<number | undefined>
  members(): Soon<number | undefined>
  /** Whether all that one has said is stored. */
  allSent(): Soon<boolean>
  say(...texts: string[]): Soon<void>
  /** Looks at the room, or at something else. */
  look(at: boolean): Soon<void>
  /** The phone says that the network is back, or the app in front. */
  wake(): Soon<void>
}

/** What a check works with: Ann, whose kit is examined, and Ben, who is there to talk to, in Node. */
export interface Stand {
  readonly backend: Backend
  readonly ann: Seat
  readonly ben: Guest
  /** Somebody else comes. */
  guest(name: string): Promise<Guest>
}

interface Check {
  readonly name: string
  /** Whether it can be expected of a server. @default always */
  readonly fits?: (backend: Backend) => boolean
  run(stand: Stand): Promise<void>
}

/** Longer than the slowest link takes to be known for dead, in ms: a stream whose server shows life every 20 s. */
export const PATIENCE = 40_000

/** Waits until what is read is so; fails with what it was last. */
async function eventually<Value>(what: string, read: () => Soon<Value>, fits: (value: Value) => boolean) {
  const deadline = Date.now() + PATIENCE
  for (;;) {
    const value = await read()
    if (fits(value)) return
    if (Date.now() > deadline) throw new Error(`${what}: it is ${JSON.stringify(value)}`)
    await new Promise(next => setTimeout(next, 20))
  }
}

const isSame = (wanted: unknown) => (value: unknown): boolean => JSON.stringify(value) === JSON.stringify(wanted)

/** Without lines that nobody said. */
const spoken = (lines: readonly string[]): string[] => lines.filter(line => !line.startsWith('* '))
const textsOf = (lines: readonly string[]): string[] => spoken(lines).map(line => line.slice(line.indexOf(': ') + 2))

const shows = (seat: Pick<Seat, 'lines'>, lines: readonly string[]): Promise<void> =>
  eventually(`shows ${lines.join(' | ')}`, async () => spoken(await seat.lines()), isSame(lines))
const hears = ({ lines }: { lines: () => Soon<readonly string[]> }, texts: readonly string[]): Promise<void> =>
  eventually(`hears ${texts.join(' | ')}`, async () => textsOf(await lines()), isSame(texts))
/** Waits until somebody is online. */
export const online = (seat: Seat): Promise<void> => eventually('is online', () => seat.state(), isSame('online'))
const allSent = (seat: Seat): Promise<void> => eventually('all is sent', () => seat.allSent(), isSame(true))
const heard = (ben: Guest) => ({ lines: () => ben.lines })

/** What somebody is called by others, who came as the first, second or third. */
const called = ({ backend }: Stand, name: string, place: number): string =>
  backend.names === 'numbers' ? String(place) : name

async function breakLink(seat: Seat, meanwhile: () => Soon<void>): Promise<void> {
  const { proxy } = seat
  await proxy.refuse('reset')
  await eventually('the break shows', () => {
    proxy.reset()
    return seat.state()
  }, state => state !== 'online')
  await meanwhile()
  await proxy.accept()
  await seat.wake()
  await online(seat)
}

/** What the kit has to do on every server, as far as that server can. */
export const checks: readonly Check[] = [
  {
    name: 'connects',
    async run({ ann }) {
      await online(ann)
      await eventually('is let in', () => ann.welcomes(), isSame(1))
    },
  },
  {
    name: 'heartbeat: finds a dead link',
    fits: ({ heartbeat }) => heartbeat,
    async run({ ann }) {
      ann.proxy.set({ hole: 'both' })
      await ann.wake()
      await eventually('the dead link shows', () => ann.state(), state => state !== 'online')
      await ann.proxy.clear()
      await ann.wake()
      await online(ann)
    },
  },
  {
    name: 'reconnects, and goes on',
    async run({ ann, ben, backend }) {
      await breakLink(ann, async () => {
        await ann.say('written meanwhile')
        if (backend.keeps) ben.say('missed')
        if (backend.keeps) await ben.allSent()
      })
      await allSent(ann)
      ben.say('after')
      const texts = [...backend.keeps ? ['missed'] : [], 'written meanwhile', 'after']
      await eventually('all is there', async () => textsOf(await ann.lines()).sort(), isSame([...texts].sort()))
      await eventually('all is there for Ben', () => textsOf(ben.lines).sort(), isSame([...texts].sort()))
    },
  },
  {
    name: 'sends',
    async run({ ann, ben }) {
      const texts = ['hello', '你好 👋', '<b>& "quoted"']
      for (const text of texts) await ann.say(text)
      await hears(heard(ben), texts)
      await allSent(ann)
      await shows(ann, texts.map(text => `me: ${text}`))
    },
  },
  {
    name: 'receives',
    async run({ ann, ben }) {
      const texts = ['hello', '你好 👋', '<b>& "quoted"']
      ben.say(...texts)
      await hears(ann, texts)
    },
  },
  {
    name: 'keeps the order of the server',
    async run({ ann, ben }) {
      for (let round = 0; round < 4; round++) {
        ben.say(`b${round}`)
        await ann.say(`a${round}`)
      }
      await eventually('all is there', async () => (await ann.lines()).length, count => count >= 8)
      await allSent(ann)
      await ben.allSent()
      await eventually('both see the same', async () => [textsOf(await ann.lines()), textsOf(ben.lines)] as const,
        ([one, two]) => one.length === 8 && isSame(one)(two))
      const own = spoken(await ann.lines()).filter(line => line.startsWith('me: '))
      if (!isSame(['me: a0', 'me: a1', 'me: a2', 'me: a3'])(own)) throw new Error(`Ann's own are ${own.join(' | ')}`)
    },
  },
  {
    name: 'shows nothing twice',
    async run({ ann, ben, backend }) {
      const texts: string[] = []
      for (let round = 0; round < 3; round++) {
        texts.push(`round ${round}`)
        await ann.say(`round ${round}`)
        // Where a server knows no ids, what was under way when the link broke may come twice.
        if (!backend.once) await hears(heard(ben), texts)
        if (!backend.once) await allSent(ann)
        await breakLink(ann, () => {})
      }
      await allSent(ann)
      await hears(ann, texts)
      ben.say('the end')
      await hears(ann, [...texts, 'the end'])
      await hears(heard(ben), [...texts, 'the end'])
    },
  },
  {
    name: 'shows names',
    async run(stand) {
      const { ann, ben, guest } = stand
      ben.say('hi')
      await shows(ann, [`${called(stand, 'Ben', 2)}: hi`])
      const cem = await guest('Cem')
      cem.say('hi')
      await shows(ann, [`${called(stand, 'Ben', 2)}: hi`, `${called(stand, 'Cem', 3)}: hi`])
      await ann.say('hi')
      await eventually('its own too', async () => (await ann.lines()).at(-1), isSame('me: hi'))
    },
  },
  {
    name: 'shows who comes and goes',
    fits: ({ comings }) => comings !== undefined,
    async run({ ann, backend, guest }) {
      const notices = async (): Promise<number> => (await ann.lines()).filter(line => line.startsWith('* Cem')).length
      const isThere = (count: number): Promise<void> => eventually('the members', () => ann.members(), isSame(count))
      await isThere(2)
      const cem = await guest('Cem')
      await isThere(3)
      if (backend.comings === 'lines') await eventually('that Cem came', notices, isSame(1))
      cem.engine.stop()
      await isThere(2)
      if (backend.comings === 'lines') await eventually('that Cem went', notices, isSame(2))
    },
  },
  {
    name: 'counts what is unread',
    async run({ ann, ben }) {
      await ann.look(false)
      ben.say('one')
      await hears(ann, ['one'])
      await ann.say('mine')
      await hears(ann, ['one', 'mine'])
      ben.say('two')
      await eventually('two are unread', () => ann.unread(), isSame(2))
      await ann.look(true)
      await eventually('all is read', () => ann.unread(), isSame(0))
    },
  },
]
