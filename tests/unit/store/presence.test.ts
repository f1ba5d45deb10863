// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import type { ClientFrame, ServerFrame } from '../../../src/protocols/native/wire'
import { useConnectionStore } from '../../../store/connection'
import { usePresenceStore } from '../../../store/presence'
import { useReadsStore } from '../../../store/reads'
import { useSettingsStore } from '../../../store/settings'
import { ann, bob } from '../../helpers/fixtures'
import { TestApp } from '../../helpers/test-app'

let app: TestApp
let said: ClientFrame[]
let presence: ReturnType<typeof usePresenceStore>
let scope = effectScope()

beforeEach(async () => {
  app = new TestApp()
  app.create()
  said = []
  scope = effectScope()
  app.server.instead = (frame) => {
    said.push(frame)
    return null
  }
  useConnectionStore(app.pinia).open()
  await app.pass()
  presence = usePresenceStore(app.pinia)
})

afterEach(() => scope.stop())

const of = <Type extends ClientFrame['type']>(type: Type) =>
  said.filter((frame): frame is Extract<ClientFrame, { type: Type }> => frame.type === type)

async function tell(frame: unknown): Promise<void> {
  app.server.tell(frame as ServerFrame)
  await app.pass()
}

const typing = (from: unknown, on = true) => tell({ type: 'typing', conversation: 'room', from, on })

describe('who types', () => {
  it('is told until they stop, or are not heard of', async () => {
    await typing(bob)
    expect(presence.typing('room')).toEqual([bob])
    await typing(bob, false)
    expect(presence.typing('room')).toEqual([])
    await typing(bob)
    await app.pass(7_000)
    expect(presence.typing('room')).toEqual([bob])
    await typing(bob)
    await app.pass(7_000)
    expect(presence.typing('room')).toEqual([bob])
    await app.pass(1_100)
    expect(presence.typing('room')).toEqual([])
  })

  it('is never oneself, and nobody else\'s nonsense', async () => {
    await typing(ann)
    await typing({ id: 7 })
    await typing(null)
    expect(presence.typing('room')).toEqual([])
  })

  it('is forgotten when the link breaks', async () => {
    await typing(bob)
    app.cut()
    await app.pass()
    expect(presence.typing('room')).toEqual([])
  })

  it('is said by oneself now and then, and once at the end', async () => {
    for (let key = 0; key < 50; key++) {
      presence.type('room', true)
      await app.pass(100)
    }
    expect(of('typing').map(({ on }) => on)).toEqual([true, true])
    presence.type('room', false)
    presence.type('room', false)
    await app.pass()
    expect(of('typing').map(({ on }) => on)).toEqual([true, true, false])
  })
})

describe('who is there', () => {
  const there = (id: string, online: boolean, seen?: number) =>
    tell({ type: 'presence', people: [{ id, online, seen }] })

  it('is asked for while somebody wants to know, in one go', async () => {
    const ids = ref(['bob', 'cem'])
    const other = effectScope()
    scope.run(() => presence.watch(() => ids.value))
    other.run(() => presence.watch(() => ['bob']))
    await app.pass()
    expect(of('watch').map(({ people }) => people)).toEqual([['bob', 'cem']])
    await there('bob', true)
    await there('cem', false, 5)
    await there('eve', true)
    expect([presence.of('bob'), presence.of('cem'), presence.of('eve')])
      .toEqual([{ online: true }, { online: false, seen: 5 }, undefined])
    ids.value = ['cem']
    await nextTick()
    await app.pass()
    expect(of('watch').at(-1)?.people).toEqual(['bob', 'cem'].sort())
    other.stop()
    await app.pass()
    expect(of('watch').at(-1)?.people).toEqual(['cem'])
  })

  it('is asked for again on each link', async () => {
    scope.run(() => presence.watch(() => ['bob']))
    await app.pass()
    await there('bob', true)
    app.cut()
    await app.pass()
    expect(presence.of('bob')).toBeUndefined()
    app.reachable = true
    await app.pass(20_000)
    expect(of('watch').map(({ people }) => people)).toEqual([['bob'], ['bob']])
  })
})

describe('who has read what', () => {
  it('is asked for, and kept up to date', async () => {
    const reads = useReadsStore(app.pinia)
    app.server.instead = frame => (frame.type === 'reads'
      ? { type: 'reads', id: frame.id, conversation: 'room', people: [{ person: bob, read: 3, delivered: 5 }] }
      : null)
    const loading = reads.load('room')
    await app.pass()
    await loading
    expect(reads.of('room')).toEqual([{ person: bob, read: 3, delivered: 5 }])
    await tell({ type: 'seen', conversation: 'room', person: 'bob', seq: 4 })
    await tell({ type: 'seen', conversation: 'room', person: 'bob', seq: 2 })
    await tell({ type: 'seen', conversation: 'room', person: 'eve', seq: 9 })
    await tell({ type: 'seen', conversation: 'room', person: 'bob' })
    expect(reads.of('room')).toEqual([{ person: bob, read: 4, delivered: 5 }])
    useConnectionStore(app.pinia).close()
    await app.pass()
    expect(reads.of('room')).toEqual([])
  })
})

describe('settings', () => {
  it('are said to the server', async () => {
    const settings = useSettingsStore(app.pinia)
    app.server.instead = (frame) => {
      said.push(frame)
      if (frame.type !== 'set') return null
      return { type: 'conversation', id: frame.id, conversation: app.server.view(app.server.log('room'), 'ann') }
    }
    const all = [
      settings.pin('room', true), settings.mute('room', true), settings.hide('room'), settings.mark('room', false),
    ]
    await app.pass()
    await Promise.all(all)
    expect(of('set').map(({ type: _, id: __, conversation: ___, ...what }) => what))
      .toEqual([{ pinned: true }, { muted: true }, { hidden: true }, { marked: false }])
  })
})
