import { setTimeout as pause } from 'node:timers/promises'
import { Stage } from '../helpers/server'
import { checkLog, checkView, checkWritten } from './check'
import { checkCursors } from './check-cursors'
import { checkChanges, checkFold, checkShown } from './check-states'
import { Client, type Scene } from './client'
import { Faults } from './faults'
import { badFigures, type Figures, Findings } from './findings'
import { FileHost, type Host } from './host'
import { Ledger } from './ledger'
import { type Log, readLogs } from './log'
import { NodeHost } from './node-host'
import { type Action, makePlan, personOf, type PlanOptions } from './plan'

export interface RunOptions extends PlanOptions {
  /** Whether clients fall to HTTP where WebSockets are blocked. */
  ladder: boolean
  /** How many servers there are, behind a balancer, on one Redis; 0 is one server on a file. */
  nodes: number
  /** Hears now and then how far it is. */
  progress?: (line: string) => void
}

/** What a run gives: the figures, and what is wrong, in words. */
export interface Outcome {
  figures: Figures
  words: readonly string[]
}

/**
 * How long a client may get no further once all faults are over, in ms: a backoff, a dead link, an attempt. How long it
 * takes in all is the machine's affair.
 */
const REST = 45_000
/** How long a client may get no further with loading all there is, in ms. */
const LOAD = 30_000

/** Makes one run and judges it. */
export async function run(options: RunOptions): Promise<Outcome> {
  const stage = new Stage()
  const clients: Client[] = []
  const host = options.nodes > 0 ? new NodeHost(stage, options.nodes) : new FileHost(stage)
  try {
    return await new Run(options, stage, host, clients).go()
  } finally {
    for (const client of clients) await client.end()
    await host.close()
    await stage.close()
  }
}

class Run {
  private readonly ledger = new Ledger()
  private readonly findings = new Findings()
  private readonly faults: Faults

  constructor(
    private readonly options: RunOptions,
    private readonly stage: Stage,
    private readonly host: Host,
    private readonly clients: Client[],
  ) {
    this.faults = new Faults({ host, clients, ledger: this.ledger })
  }

  async go(): Promise<Outcome> {
    const { options, clients, host, ledger, findings } = this
    const { seed, ladder } = options
    const plan = makePlan(options)
    const scene: Scene = { seed, ladder, ledger, findings }
    await host.start()
    for (const [number, delay] of plan.delays.entries()) {
      const person = personOf(number, options.clients)
      clients.push(await Client.start(number, person, host.port, delay, scene))
    }
    await this.openHalf()

    await Promise.all([
      playBack(plan.actions, action => this.act(action)),
      playBack(plan.faults, fault => this.faults.make(fault)),
      this.tellProgress(plan.length),
    ])
    await this.faults.over()
    await Promise.all(clients.map(({ proxy }) => proxy.clear()))
    this.options.progress?.('all faults are over; coming to rest')
    await this.rest()
    await this.judge()

    const bad = Object.fromEntries(badFigures.map(name => [name, findings.count(name)]))
    const figures: Figures = {
      sent: ledger.written.length,
      changed: ledger.changes.length,
      refused: ledger.refused.size,
      acked: ledger.acked.size,
      voided: ledger.voided.size,
      buried: ledger.buried.size + ledger.buriedChanges.size,
      faults: this.faults.made,
      links: clients.reduce((sum, { attempts }) => sum + attempts, 0),
      ...bad as Pick<Figures, (typeof badFigures)[number]>,
    }
    return { figures, words: findings.words }
  }

  /** Every second one of the direct conversations is there from the start; the others are opened in the storm. */
  private async openHalf(): Promise<void> {
    const { clients, stage, host } = this
    for (let number = 0; number + 1 < clients.length; number += 2) {
      const [one, other] = [clients[number], clients[number + 1]]
      if (!one || !other) continue
      const raw = await stage.enter(host.port, one.login.token)
      await raw.open(other.login.self.id)
      await raw.end()
    }
  }

  private act({ client: number, what, room: place, choice = 0, fresh, calls }: Action): void {
    const { clients } = this
    const client = clients[number]
    if (!client) return
    const other = place === 'group' ? undefined : clients[place]
    if (what === 'open') {
      if (other) client.engine.sync.open(other.login.self.id).catch(() => undefined)
      return
    }
    // Who doesn't know the direct conversation yet turns to the group.
    const room = (other && client.roomWith(other.login.self.id)) ?? 'general'
    switch (what) {
      case 'enter':
      case 'browse':
        return client[what](room)
      case 'write':
        return client.write(room, calls === undefined ? undefined : [this.calledBy(calls)])
      case 'mark':
        return client.mark(room, choice)
      default:
        return client.change(room, what, { choice, fresh })
    }
  }

  private calledBy(calls: 'all' | number): string {
    return calls === 'all' ? '*' : this.clients[calls]?.login.self.id ?? '*'
  }

  private async tellProgress(length: number): Promise<void> {
    const start = Date.now()
    while (Date.now() - start < length) {
      await pause(Math.min(1_000, Math.max(0, length - (Date.now() - start))))
      const online = this.clients.filter(client => client.online).length
      const { written, changes, acked } = this.ledger
      this.options.progress?.(
        `${Math.round((Date.now() - start) / 1_000)} of ${Math.round(length / 1_000)} s, ${online} online, ` +
        `${written.length} written, ${changes.length} changed, ${acked.size} acknowledged, ${this.faults.made} faults`,
      )
    }
  }

  /** All but one are told that the network is good; that one finds out. */
  private async rest(): Promise<void> {
    const { clients, options, findings } = this
    for (const client of clients) if (client.number !== options.seed % clients.length) client.wake()
    await Promise.all(clients.map(async (client) => {
      const progress = (): string => `${client.online} ${client.unrest().length}`
      if (await settled(REST, () => client.online && client.unrest().length === 0, progress)) return
      const { state, detail } = client.engine.connection.snapshot
      findings.add('stuck', `${client.name}: ${state} (${detail}), ${client.unrest().join(', ') || 'nothing waits'}`)
    }))
  }

  private async judge(): Promise<void> {
    const { clients, findings, ledger, stage, host } = this
    const logs = new Map<string, Log>()
    await checkCursors('at rest', stage, host.port, clients, findings)
    await Promise.all(clients.map(async (client) => {
      const own = await readLogs(stage, host.port, client.login.token, id => ledger.nameOf(id))
      for (const log of own) logs.set(log.room, log)
      for (const { room } of own) client.enter(room)
      for (const log of own) {
        if (await loadAll(client, log)) continue
        const timeline = client.engine.sync.timeline(log.room)
        findings.add('stuck', `${client.name} in ${log.room}: ${client.engine.sync.loadState(log.room)}, ` +
          `shows ${timeline?.first} to ${timeline?.head} of ${log.head}`)
      }
      client.look()
      for (const log of own) {
        checkView(client, log, ledger, findings)
        checkShown(client, log, findings)
      }
    }))
    await checkCursors('with all loaded', stage, host.port, clients, findings)
    for (const log of logs.values()) {
      checkLog(log, ledger, findings)
      checkFold(log, findings)
    }
    checkWritten(ledger, clients, logs, findings)
    checkChanges(ledger, clients, logs, findings)
  }
}

/** Loads a room until its start; false if that can't be had. */
async function loadAll(client: Client, { room, epoch, head }: Log): Promise<boolean> {
  const { sync } = client.engine
  const progress = (): string => {
    const { epoch: its, head: reached, first } = sync.timeline(room) ?? {}
    return `${its} ${first} ${reached}`
  }
  const ready = await settled(LOAD, () => {
    const timeline = sync.timeline(room)
    return timeline?.epoch === epoch && timeline.head === head && sync.loadState(room) === 'ready'
  }, progress)
  let asking = false
  return ready && settled(LOAD, () => {
    if (sync.timeline(room)?.atStart) return true
    if (asking) return false
    asking = true
    sync.loadEarlier(room).catch(() => undefined).finally(() => { asking = false })
    return false
  }, progress)
}

/** Calls back for each item at its time. */
async function playBack<T extends { at: number }>(items: readonly T[], play: (item: T) => void): Promise<void> {
  const start = Date.now()
  for (const item of items) {
    const wait = start + item.at - Date.now()
    if (wait > 0) await pause(wait)
    play(item)
  }
}

/** Waits until a condition holds; false once there has been no progress for so many ms. */
async function settled(ms: number, condition: () => boolean, progress: () => string): Promise<boolean> {
  let last = progress()
  let until = Date.now() + ms
  while (!condition()) {
    const now = progress()
    if (now !== last) until = Date.now() + ms
    else if (Date.now() > until) return false
    last = now
    await pause(20)
  }
  return true
}
