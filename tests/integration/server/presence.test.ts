import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { limits } from '../../../server/limits'
import { Presence } from '../../../server/presence'
import { LocalRoll } from '../../../server/roll'
import type { Acquainted, Roll } from '../../../server/presence'
import { Typing } from '../../../server/typing'
import type { PresenceFrame, WirePresence } from '../../../src/protocols/native/wire'

/** Who is online, and who hears of it, by a clock that the test sets. */

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** Somebody's connection, and what it was told. */
class Ear {
  readonly told: string[] = []
  readonly frames: PresenceFrame[] = []
  lost(): void {}
  deliver(frame: Buffer): void {
    const told = JSON.parse(String(frame)) as PresenceFrame
    this.frames.push(told)
    this.told.push(told.people.map(({ id, online, seen }) => `${id} ${online ? 'on' : seen ?? 'off'}`).join(', '))
  }
}

function rig(options: { roll?: Roll, acquainted?: Acquainted } = {}) {
  const seen = new Map<string, number>()
  const roll = options.roll ?? new LocalRoll({
    keepSeen: async people => people.forEach(({ id, at }) => seen.set(id, at)), seen: async () => seen,
  })
  const presence = new Presence(roll, options.acquainted ?? (async (_, others) => [...others]), 5000)
  const join = (person: string) => {
    const ear = new Ear()
    presence.came(ear, person)
    return ear
  }
  return { presence, seen, join }
}

describe('presence', () => {
  it('ends five seconds after the last connection, and a reload is no absence', async () => {
    const { presence, seen, join } = rig()
    const ann = join('ann')
    await presence.watch(ann, 'ann', ['ben'])
    const [one, two] = [join('ben'), join('ben')]
    presence.went(one, 'ben')
    // Said twice, as a link may be.
    presence.went(one, 'ben')
    await vi.advanceTimersByTimeAsync(20_000)
    const ended = Date.now()
    presence.went(two, 'ben')
    await vi.advanceTimersByTimeAsync(4900)
    const three = join('ben')
    await vi.advanceTimersByTimeAsync(20_000)
    expect(ann.told).toEqual(['ben off', 'ben on'])
    presence.went(three, 'ben')
    await vi.advanceTimersByTimeAsync(4900)
    expect(ann.told).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(1200)
    expect(ann.told).toEqual(['ben off', 'ben on', `ben ${ended + 24_900}`])
    expect(seen).toEqual(new Map([['ben', ended + 24_900]]))
    await presence.close()
  })

  it('keeps at the end when people were there', async () => {
    const { presence, seen, join } = rig()
    join('ann')
    presence.went(join('ben'), 'ben')
    await vi.advanceTimersByTimeAsync(1000)
    await presence.close()
    expect(seen).toEqual(new Map([['ann', Date.now()], ['ben', Date.now() - 1000]]))
  })

  it('costs nothing for those whom nobody looks at, and one frame for all who look', async () => {
    const { presence, join } = rig()
    const crowd = Array.from({ length: 50 }, (_, i) => join(`p${i}`))
    const [one, two, other] = crowd as [Ear, Ear, Ear]
    await presence.watch(one, 'p0', ['ben'])
    await presence.watch(two, 'p1', ['ben', 'p9'])
    await presence.watch(other, 'p2', ['p9'])
    const heard: Buffer[] = []
    for (const ear of crowd) ear.deliver = frame => heard.push(frame)
    join('ben')
    expect(heard).toHaveLength(2)
    expect(heard[0]).toBe(heard[1])
    await presence.close()
  })

  it('takes a change that comes before the answer for newer than that', async () => {
    let answer: (states: WirePresence[]) => void = () => undefined
    let change: (person: string, encoded: Buffer) => void = () => undefined
    const followed: string[] = []
    const roll: Roll = {
      start: (changed) => {
        change = changed
      },
      enter: async () => undefined,
      leave: async () => undefined,
      follow: async people => void followed.push(...people),
      unfollow: people => void followed.push(...people.map(id => `-${id}`)),
      states: () => new Promise((done) => {
        answer = done
      }),
      close: async () => undefined,
    }
    const { presence, join } = rig({ roll })
    const ann = join('ann')
    const say = (state: WirePresence) =>
      change(state.id, Buffer.from(JSON.stringify({ type: 'presence', people: [state] })))
    const watched = presence.watch(ann, 'ann', ['ben', 'eve'])
    await vi.advanceTimersByTimeAsync(0)
    say({ id: 'ben', online: false, seen: 7 })
    expect(ann.told).toEqual([])
    answer([{ id: 'ben', online: true }, { id: 'eve', online: true }])
    await watched
    say({ id: 'eve', online: false, seen: 8 })
    expect(ann.told).toEqual(['ben 7, eve on', 'eve 8'])
    presence.went(ann, 'ann')
    say({ id: 'eve', online: true })
    expect(ann.told).toHaveLength(2)
    expect(followed).toEqual(['ben', 'eve', '-ben', '-eve'])
    await presence.close()
  })

  it('of who parts is told no more, whatever was under way', async () => {
    const friends = new Map([['ann', ['ben', 'eve']]])
    const waiting: (() => void)[] = []
    let isSlow = false
    const acquainted = async (self: string, others: readonly string[]) => {
      const found = others.filter(other => friends.get(self)?.includes(other))
      if (isSlow) await new Promise<void>(next => waiting.push(next))
      return found
    }
    const { presence, join } = rig({ acquainted })
    const [ann, ben] = [join('ann'), join('ben')]
    join('eve')
    await presence.watch(ann, 'ann', ['ben', 'eve'])
    friends.set('ann', ['eve'])
    presence.parted(['ben'])
    await vi.advanceTimersByTimeAsync(10)
    presence.went(ben, 'ben')
    await vi.advanceTimersByTimeAsync(6000)
    expect(ann.told).toEqual(['ben on, eve on', 'eve on'])

    // It was asked before she parted, and is answered after it.
    isSlow = true
    void presence.watch(ann, 'ann', ['eve'])
    await vi.advanceTimersByTimeAsync(0)
    friends.set('ann', [])
    presence.parted(['ann'])
    await vi.advanceTimersByTimeAsync(0)
    for (const next of waiting.splice(0)) next()
    await vi.advanceTimersByTimeAsync(10)
    expect(ann.told.slice(2)).toEqual([''])
    await presence.close()
  })
})

describe('typing', () => {
  it('is passed on each two seconds, and its end once', () => {
    let now = 1000
    const typing = new Typing(() => now)
    const takes = (on: boolean, where = 'one') => typing.takes(where, on)
    expect([takes(false), takes(true), takes(true), takes(false), takes(false), takes(true)])
      .toEqual([false, true, false, true, false, false])
    expect(takes(true, 'two')).toBe(true)
    now += limits.typingTime - 1
    expect(takes(true)).toBe(false)
    now += 1
    expect([takes(true), takes(true)]).toEqual([true, false])
    now += 60_000
    expect([takes(false), takes(false)]).toEqual([true, false])
  })

  it('is in some conversations at a time, and forgets the others', () => {
    let now = 0
    const typing = new Typing(() => now)
    const all = Array.from({ length: limits.typingIn + 1 }, (_, i) => typing.takes(`c${i}`, true))
    expect(all.filter(taken => taken)).toHaveLength(limits.typingIn)
    expect(all.at(-1)).toBe(false)
    now += limits.typingTime
    expect(typing.takes('another', true)).toBe(true)
    expect(typing.takes('c0', false)).toBe(false)
    expect(typing.takes('c1', false)).toBe(true)
  })
})
