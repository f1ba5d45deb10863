import { mulberry } from '../helpers/random'

/** What the links and the phones of a run may have to bear. `faults.ts` says how each is made. */
const clientFaults = [
  'reset', 'holeUp', 'holeDown', 'holeBoth', 'stall', 'slow', 'cut', 'refuse', 'network', 'background',
  'clientKill', 'diskFails', 'diskFull',
] as const

/** What a server on a file has to bear. */
export const fileFaults = ['kill', 'restart', 'epoch', 'trim', 'storeFails'] as const

/** What several servers on Redis have to bear, with `kill` and `restart` of one of them. */
export const nodeFaults = ['kill', 'restart', 'storeKill', 'storeRestart', 'storeStalls', 'signals'] as const

/** Faults that a run has only if it is asked for them (`--also`): `block` is of use with `--ladder` only. */
const extraFaults = ['block'] as const

export type FaultKind = (typeof clientFaults | typeof fileFaults | typeof nodeFaults | typeof extraFaults)[number]

/** The usual faults, and all there are, for one server on a file or several on Redis. */
export function faultsFor(nodes: number): { usual: readonly FaultKind[], all: readonly FaultKind[] } {
  const usual = [...clientFaults, ...nodes > 0 ? nodeFaults : fileFaults]
  return { usual, all: [...usual, ...extraFaults] }
}

/** One fault. */
export interface Fault {
  /** When, in ms after the start of the run. */
  readonly at: number
  readonly kind: FaultKind
  /** Whose link, or 'all'; faults of the server don't look at it. */
  readonly target: number | 'all'
  /** How long it lasts, in ms, where it lasts at all. */
  readonly lasts: number
  /** From 0 up to, not including, 1: whatever else the fault has to choose. */
  readonly choice: number
  /** By client: how long after the fault its phone says that there is a network, in ms; null: nobody tells it. */
  readonly wakes: readonly (number | null)[]
}

/** One thing that a person does. A `room` is the group, or the direct conversation with the person of this number. */
export interface Action {
  readonly at: number
  readonly client: number
  readonly what: 'write' | 'enter' | 'browse' | 'open' | 'mark' | Change
  readonly room: 'group' | number
  /** From 0 up to, not including, 1: which message is changed, or how far is read. */
  readonly choice?: number
  /** Of a change: it is of what this client wrote last, most often just now. */
  readonly fresh?: boolean
  /** Of a message: everyone, or the person of this number, is called. */
  readonly calls?: 'all' | number
}

/** What can be done to a message. */
export type Change = 'edit' | 'recall' | 'react'

/** Who does what when. */
export interface Plan {
  /** How long people write, in ms. */
  readonly length: number
  /** By client: how long bytes take on its way, each way, in ms. */
  readonly delays: readonly number[]
  readonly actions: readonly Action[]
  readonly faults: readonly Fault[]
}

export interface PlanOptions {
  seed: number
  clients: number
  messages: number
  /** The share of changes among all that is written and changed; less than 1. */
  amend: number
  faults: number
  /** The kinds of faults to take turns. */
  kinds: readonly FaultKind[]
}

/** A dead link shows by itself within 10 s: a hole that lasts for longer has to be found by the heartbeat. */
const LONG_HOLE = 11_000
/** At most so many messages are written in one go. */
const BURST = 12

/** Whose client it is: of three or more, the last one is another device of the first one's person. */
export function personOf(client: number, clients: number): number {
  return clients > 2 && client === clients - 1 ? 0 : client
}

/** Makes the plan of a seed: always the same one. */
export function makePlan({ seed, clients, messages, amend, faults, kinds }: PlanOptions): Plan {
  const random = mulberry(seed)
  const below = (limit: number): number => Math.floor(random() * limit)
  const length = 2_000 + Math.max(faults * 1_200, messages * 8)
  const persons = clients > 2 ? clients - 1 : clients
  const neighbour = (client: number, step: number): number => (personOf(client, clients) + step + persons) % persons
  const rooms = (client: number): Action['room'][] =>
    persons < 2 ? ['group'] : ['group', neighbour(client, 1), neighbour(client, -1)]
  const anyRoom = (client: number): Action['room'] => {
    const all = rooms(client)
    return all[random() < 0.5 ? 0 : below(all.length)] ?? 'group'
  }

  const actions: Action[] = []
  let changes = 0
  for (let client = 0; client < clients; client++) {
    for (const room of rooms(client)) {
      actions.push({ at: random() < 0.4 ? 0 : random() * length, client, what: 'enter', room })
    }
    for (let i = 0; i < 6; i++) actions.push({ at: random() * length, client, what: 'browse', room: anyRoom(client) })
    actions.push({ at: random() * length / 2, client, what: 'open', room: neighbour(client, 1) })
  }
  const troubles = dealt(kinds, faults, below).map(kind => makeFault(kind)).sort((a, b) => a.at - b.at)
  for (let written = 0; written < messages;) {
    const { at, client } = moment()
    const room = anyRoom(client)
    const burst = Math.min(messages - written, random() < 0.5 ? 1 : 1 + below(BURST))
    for (let i = 0; i < burst; i++) {
      const calls = random() < 0.85 ? undefined : random() < 0.5 ? 'all' : below(persons)
      actions.push({ at, client, what: 'write', room, calls })
      // Some are changed before anybody has said that they are stored.
      if (random() < amend * 0.4) change(at, client, room, true)
    }
    written += burst
  }
  const wanted = Math.round(messages * amend / (1 - amend))
  while (changes < wanted) {
    const { at, client } = moment()
    const room = anyRoom(client)
    for (let i = 1 + below(BURST / 2); i > 0 && changes < wanted; i--) change(at, client, room, false)
  }
  for (let marks = Math.ceil(messages / 10); marks > 0; marks--) {
    const { at, client } = moment()
    actions.push({ at, client, what: 'mark', room: anyRoom(client), choice: random() })
  }
  return {
    length,
    delays: Array.from({ length: clients }, () => random() * 80),
    actions: actions.sort((a, b) => a.at - b.at),
    faults: troubles,
  }

  /** Half of what people do is on its way just when something happens to it. */
  function moment(): { at: number, client: number } {
    const trouble = random() < 0.5 ? troubles[below(troubles.length)] : undefined
    const at = trouble ? Math.max(0, trouble.at - random() * 100) : random() * length
    return { at, client: typeof trouble?.target === 'number' ? trouble.target : below(clients) }
  }

  function change(at: number, client: number, room: Action['room'], fresh: boolean): void {
    const dice = random()
    const what = dice < 0.5 ? 'react' : dice < 0.85 ? 'edit' : 'recall'
    actions.push({ at, client, what, room, choice: random(), fresh })
    changes += 1
  }

  function makeFault(kind: FaultKind): Fault {
    const long = kind.startsWith('hole') && random() < 0.25
    return {
      // What lasts long begins early, so that the run isn't the longer for it.
      at: random() * length * (long ? 0.4 : 1),
      kind,
      target: random() < 0.2 ? 'all' : below(clients),
      lasts: long ? LONG_HOLE + random() * 1_000 : 200 + random() * 2_300,
      choice: random(),
      wakes: Array.from({ length: clients }, () => (random() < 0.8 ? random() * 600 : null)),
    }
  }
}

/** So many kinds, each about equally often: like cards that are dealt, and shuffled when all have been. */
function dealt(kinds: readonly FaultKind[], count: number, below: (limit: number) => number): FaultKind[] {
  const out: FaultKind[] = []
  let deck: FaultKind[] = []
  while (out.length < count && kinds.length > 0) {
    if (deck.length === 0) deck = [...kinds]
    out.push(...deck.splice(below(deck.length), 1))
  }
  return out
}
