import { beforeEach, describe, expect, it } from 'vitest'
import { UploadProblem } from '../../../../src/uploads/upload'
import { pass, settle } from '../../../helpers/fake-clock'
import { UploadRig, UploadWorld } from '../../../helpers/upload-rig'

let rig: UploadRig
let world: UploadWorld

beforeEach(async () => {
  world = new UploadWorld()
  rig = new UploadRig(world)
  rig.queue.setOnline(true)
  await settle()
})

/** The addresses that were sent, in their order. */
function sent(): unknown[] {
  return [...world.outbox.values()].map(({ url }) => url)
}

describe('files to be uploaded', () => {
  it('are shown at once, uploaded, and sent under the id that they were shown under', async () => {
    const id = rig.add('a.png')
    expect(rig.queue.of('room')).toMatchObject([{ id, state: 'running', progress: 0, content: { url: 'a.png' } }])
    rig.uploads[0]?.tell.progress(0.5)
    expect(rig.queue.of('room')).toMatchObject([{ progress: 0.5 }])
    await rig.complete()
    expect(rig.queue.of('room')).toEqual([])
    expect([...world.outbox]).toEqual([[id, { kind: 'image', url: 'https://files.test/1' }]])
    expect([world.items.size, world.files.size]).toEqual([0, 0])
  })

  it('are uploaded three at a time, and sent in the order they were chosen', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e']) rig.add(name)
    expect(rig.uploads.map(({ file }) => file.path)).toEqual(['a', 'b', 'c'])
    rig.uploads[2]?.resolve({ url: 'https://files.test/c' })
    await settle()
    expect(sent()).toEqual([])
    expect(rig.uploads.map(({ file }) => file.path)).toEqual(['a', 'b', 'c', 'd'])
    rig.uploads[0]?.resolve({ url: 'https://files.test/a' })
    rig.uploads[1]?.resolve({ url: 'https://files.test/b' })
    await settle()
    expect(sent()).toEqual(['a', 'b', 'c'].map(name => `https://files.test/${name}`))
    expect(rig.states()).toEqual(['running', 'running'])
  })

  it('wait for the connection, and don\'t fail for want of it', async () => {
    rig.queue.setOnline(false)
    rig.add('a')
    await pass(rig.clock, 600_000)
    expect([rig.states(), rig.uploads]).toEqual([['waiting'], []])
    rig.queue.setOnline(true)
    expect(rig.uploads).toHaveLength(1)
    rig.queue.setOnline(false)
    await rig.fail()
    expect(rig.states()).toEqual(['waiting'])
    rig.queue.setOnline(true)
    await rig.complete()
    expect(sent()).toHaveLength(1)
  })

  it('are tried five times, ever later, then the person is asked, and can try again', async () => {
    rig.add('a')
    for (let tries = 1; tries < 5; tries++) {
      await rig.fail()
      expect([rig.states(), rig.uploads]).toEqual([['waiting'], []])
      await pass(rig.clock, 1_000 * 2 ** tries)
      expect(rig.uploads).toHaveLength(1)
    }
    await rig.fail()
    expect(rig.states()).toEqual(['failed: failed'])
    await pass(rig.clock, 600_000)
    expect(rig.uploads).toEqual([])
    rig.queue.retry(rig.queue.of('room')[0]?.id ?? '')
    await rig.complete()
    expect(sent()).toHaveLength(1)
  })

  it.each(['tooLarge', 'refused', 'full', 'gone', 'wrongType'] as const)(
    'fail at once where trying again is no use: %s', async (why) => {
      rig.add('a')
      rig.add('b')
      await rig.fail(new UploadProblem(why))
      expect(rig.states()).toEqual([`failed: ${why}`, 'running'])
      await rig.complete()
      expect(sent()).toHaveLength(1)
    })

  it('are no pictures if the server finds something else', async () => {
    rig.add('a')
    await rig.complete('application/octet-stream')
    expect(rig.states()).toEqual(['failed: wrongType'])
    rig.add('b')
    await rig.complete('image/webp')
    expect(sent()).toHaveLength(1)
  })

  it('can be given up: the upload ends, and nothing is left', async () => {
    const id = rig.add('a')
    const { tell } = rig.uploads[0] ?? {}
    rig.queue.cancel(id)
    await settle()
    expect(tell?.signal.aborted).toBe(true)
    await rig.complete()
    expect([sent(), rig.states(), world.items.size, world.files.size]).toEqual([[], [], 0, 0])
  })

  it('have posters, which can be done without', async () => {
    const poster = { field: 'poster', path: 'p', name: 'p', size: 10, type: 'image/jpeg' }
    rig.add('a', 'room', [poster])
    await rig.complete()
    await rig.complete()
    rig.add('b', 'room', [poster])
    await rig.fail(new UploadProblem('refused'))
    await rig.complete()
    expect([...world.outbox.values()]).toEqual([
      { kind: 'image', url: 'https://files.test/2', poster: 'https://files.test/1' },
      { kind: 'image', url: 'https://files.test/3', poster: undefined },
    ])
  })
})

describe('after a restart', () => {
  /** The app ends, and is started again. */
  async function restart(self: string | null = 'ann'): Promise<UploadRig> {
    rig.storage.operations = 0
    rig = new UploadRig(world, self)
    await settle()
    return rig
  }

  it('what was not uploaded goes on, from where the file is kept', async () => {
    const id = rig.add('a')
    await settle()
    const { queue } = await restart()
    expect(queue.of('room')).toMatchObject([{ id, state: 'waiting', content: { kind: 'image' } }])
    queue.setOnline(true)
    expect(rig.uploads[0]?.file).toMatchObject({ path: `kept:chat/ann/up/${id}/url`, conversationId: 'room' })
    await rig.complete()
    expect([...world.outbox.keys()]).toEqual([id])
  })

  it('what is gone says so, and can be thrown away', async () => {
    const id = rig.add('a')
    await settle()
    world.files.clear()
    await restart()
    rig.queue.setOnline(true)
    await settle()
    expect([rig.states(), rig.uploads]).toEqual([['failed: gone'], []])
    rig.queue.retry(id)
    expect(rig.states()).toEqual(['failed: gone'])
    rig.queue.cancel(id)
    expect([rig.states(), world.items.size]).toEqual([[], 0])
  })

  it('what failed has failed still, and can be tried again', async () => {
    const id = rig.add('a')
    await rig.fail(new UploadProblem('full'))
    await restart()
    rig.queue.setOnline(true)
    expect(rig.states()).toEqual(['failed: full'])
    rig.queue.retry(id)
    await rig.complete()
    expect([...world.outbox.keys()]).toEqual([id])
  })

  it('another person sees nothing of it, and takes nothing of it', async () => {
    rig.add('a')
    await settle()
    await restart('bob')
    rig.queue.setOnline(true)
    expect([rig.states(), rig.uploads]).toEqual([[], []])
    expect([world.items.size, world.files.size]).toEqual([1, 1])
    await restart('ann')
    expect(rig.states()).toEqual(['waiting'])
  })

  it('what a newer version has kept is left alone', async () => {
    world.items.set('chat/ann/up/new', '[2,{}]')
    world.items.set('chat/ann/up/bad', 'no json')
    await restart()
    expect(rig.states()).toEqual([])
    expect(world.items.size).toBe(2)
  })
})

describe('whose uploads they are', () => {
  it('is known later: then they are kept', async () => {
    rig = new UploadRig(world, null)
    rig.queue.setOnline(true)
    rig.add('a')
    expect([rig.states(), rig.uploads, world.items.size]).toEqual([['waiting'], [], 0])
    rig.self = 'ann'
    rig.queue.refresh()
    expect([rig.states(), world.items.size]).toEqual([['running'], 1])
  })

  it('a logout ends them, and leaves nothing, even of what is answered meanwhile', async () => {
    rig.add('a')
    await settle()
    const [upload] = rig.uploads
    // As a logout does it: all keys of the person go, and who one is.
    world.items.clear()
    rig.self = null
    await rig.complete()
    expect([rig.states(), sent(), world.items.size]).toEqual([[], [], 0])
    expect(upload?.tell.signal.aborted).toBe(true)
    await settle()
    expect(world.files.size).toBe(0)
    rig.self = 'bob'
    rig.queue.refresh()
    expect(rig.states()).toEqual([])
  })

  it('another tab may have sent it, or given it up', async () => {
    rig.queue.setOnline(false)
    rig.add('a')
    await settle()
    world.items.clear()
    rig.queue.setOnline(true)
    await settle()
    expect([rig.states(), rig.uploads, sent()]).toEqual([[], [], []])
  })
})

describe('a storage that takes nothing', () => {
  it('keeps nobody from sending', async () => {
    rig.storage.broken = true
    rig.add('a')
    await rig.complete()
    expect(sent()).toHaveLength(1)
  })
})
