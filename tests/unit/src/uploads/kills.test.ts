// @vitest-environment node
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { UploadProblem } from '../../../../src/uploads/upload'
import { pass, settle } from '../../../helpers/fake-clock'
import { UploadRig, UploadWorld } from '../../../helpers/upload-rig'

const whats = ['add', 'add', 'complete', 'complete', 'fail', 'refuse', 'cancel', 'retry', 'cut', 'connect', 'deliver',
  'time', 'die'] as const

interface Step {
  readonly what: typeof whats[number]
  readonly a: number
  /** After so many of its operations, on the storage, the files and the outbox, the process ends; null if it lives. */
  readonly dies: number | null
}

const steps: fc.Arbitrary<Step[]> = fc.array(fc.record({
  what: fc.constantFrom(...whats), a: fc.nat({ max: 99 }), dies: fc.option(fc.nat({ max: 6 }), { freq: 8 }),
}), { minLength: 3, maxLength: 25 })

/** What the person sent, as the model knows it. */
interface Sent {
  readonly id: string
  cancelled: 'no' | 'maybe' | 'yes'
  /** The process ended before it could be written down. */
  unwritten: boolean
}

class Model {
  readonly world = new UploadWorld()
  readonly all: Sent[] = []
  rig = new UploadRig(this.world)

  async take({ what, a, dies }: Step): Promise<void> {
    const { rig, world } = this
    if (dies !== null) rig.storage.operations = dies
    await this.happen(what, a)
    await settle()
    if (dies !== null || what === 'die') {
      rig.storage.operations = 0
      this.rig = new UploadRig(world)
      if (a % 2) this.rig.queue.setOnline(true)
      await settle()
    }
  }

  private async happen(what: Step['what'], a: number): Promise<void> {
    const { rig, all } = this
    const shown = rig.queue.of('room')
    const one = shown[a % (shown.length || 1)]
    switch (what) {
      case 'add': {
        const id = rig.add(`file-${all.length}`)
        all.push({ id, cancelled: 'no', unwritten: rig.storage.isDead })
        return
      }
      case 'complete':
        return rig.uploads.length > 0 ? rig.complete() : undefined
      case 'fail':
        return rig.uploads.length > 0 ? rig.fail() : undefined
      case 'refuse':
        return rig.uploads.length > 0 ? rig.fail(new UploadProblem('refused')) : undefined
      case 'cancel': {
        if (!one) return
        rig.queue.cancel(one.id)
        const sent = all.find(({ id }) => id === one.id)
        if (sent) sent.cancelled = rig.storage.isDead ? 'maybe' : 'yes'
        return
      }
      case 'retry':
        return one && rig.queue.retry(one.id)
      case 'cut':
        return rig.queue.setOnline(false)
      case 'connect':
        return rig.queue.setOnline(true)
      case 'deliver':
        return this.world.deliver()
      case 'time':
        return pass(rig.clock, a * 400)
    }
  }

  /** All troubles end, and everything comes to rest. */
  async end(): Promise<void> {
    const { rig, world, all } = this
    rig.queue.setOnline(true)
    for (let round = 0; round < 100; round++) {
      for (const { id, state, failed } of rig.queue.of('room')) if (state === 'failed' && failed) rig.queue.retry(id)
      while (rig.uploads.length > 0) await rig.complete()
      await pass(rig.clock, 5_000)
    }
    world.deliver()
    expect(new Set(world.order).size).toBe(world.order.length)
    const left = rig.queue.of('room')
    for (const { id, cancelled, unwritten } of all) {
      const isLogged = world.log.has(id)
      const isShown = left.some(one => one.id === id)
      expect(isLogged && isShown, `${id} is sent, and to be sent`).toBe(false)
      expect(isLogged || isShown || unwritten || cancelled !== 'no', `${id} is lost`).toBe(true)
      expect(cancelled === 'yes' && isShown, `${id} is there, though given up`).toBe(false)
    }
    // Only what is gone with the process that had it can't go on.
    for (const { failed } of left) expect(failed).toBe('gone')
    expect(world.items.size).toBe(left.length)
    await settle()
    const kept = [...world.files.keys()].filter(key => !left.some(({ id }) => key.includes(`/${id}/`)))
    // What the end of a process left behind goes at the next start.
    new UploadRig(world)
    await settle()
    for (const key of kept) expect(world.files.has(key), `${key} is left`).toBe(false)
  }
}

it('wherever the app ends, each message is sent once, or there to be sent, or was given up', async () => {
  let runs = 0
  await fc.assert(fc.asyncProperty(steps, async (all) => {
    runs += 1
    // The runner wants to be heard now and then.
    if (runs % 100 === 0) await new Promise(done => setTimeout(done))
    const model = new Model()
    for (const step of all) await model.take(step)
    await model.end()
  }), { numRuns: 1_000 })
  expect(runs).toBe(1_000)
}, 120_000)
