import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Message } from '../../../src/model/message'
import { provideMedia } from '../../../store/media'
import { usePlayerStore } from '../../../store/player'
import { isH5 } from '../../helpers/target'
import { TestApp } from '../../helpers/test-app'

/** A sound that plays, in the hands of the test. */
interface Sound {
  src: string
  playbackRate: number
  currentTime: number
  ended(): void
  failed(): void
  over: boolean
}

let app: TestApp
let sounds: Sound[]
let items: Map<string, unknown>
/** How often a link was asked for. */
let asked: number

function browser(): void {
  vi.stubGlobal('Audio', class {
    src = ''
    playbackRate = 1
    currentTime = 0
    over = false
    onended: (() => void) | null = null
    onerror: (() => void) | null = null
    constructor() {
      sounds.push(this as unknown as Sound)
    }

    play = () => Promise.resolve()
    ended = () => this.onended?.()
    failed = () => this.onerror?.()
    pause(): void {
      this.over = true
    }

    removeAttribute(): void {}
  })
}

function phone(): void {
  Object.assign(uni, {
    createInnerAudioContext() {
      const sound = {
        src: '', playbackRate: 1, currentTime: 0, over: false, ended() {}, failed() {},
        onEnded: (listener: () => void) => void (sound.ended = listener),
        onError: (listener: () => void) => void (sound.failed = listener),
        play() {},
        destroy: () => void (sound.over = true),
      }
      sounds.push(sound)
      return sound
    },
  })
}

beforeEach(() => {
  sounds = []
  items = new Map()
  asked = 0
  if (isH5) browser()
  else phone()
  Object.assign(uni, {
    getStorageSync: (key: string) => items.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void items.set(key, value),
  })
})

async function start() {
  app = new TestApp()
  provideMedia(app.create(), app.pinia, {
    fileLink(url) {
      asked += 1
      return { url: `${url}?signed=${asked}`, expiresIn: 600_000 }
    },
  })
  const player = usePlayerStore(app.pinia)
  app.engine.start()
  await app.pass()
  return player
}

function voice(key: string, own = false): Message {
  return {
    key, id: key, conversationId: 'room', seq: 1, author: { id: own ? 'ann' : 'bob', name: 'B' }, own, at: 0,
    status: 'sent', content: { kind: 'voice', url: `https://files.test/${key}`, duration: 4_000 },
  }
}

const playing = () => sounds.filter(({ over }) => !over).map(({ src }) => src.replace(/^.*\/|\?.*$/g, ''))

describe('the player', () => {
  it('plays one message at a time, by a link, and tells how far it is', async () => {
    const player = await start()
    player.toggle(voice('a'))
    await app.pass(0)
    expect(sounds[0]?.src).toBe('https://files.test/a?signed=1')
    for (const sound of sounds) sound.currentTime = 1
    await app.pass(200)
    expect([player.current?.key, player.progress]).toEqual(['a', 0.25])
    player.toggle(voice('b'))
    await app.pass(0)
    expect([playing(), player.current?.key, player.progress]).toEqual([['b'], 'b', 0])
    sounds[1]?.ended()
    expect([playing(), player.current]).toEqual([[], null])
  })

  it('pauses, and goes on from there', async () => {
    const player = await start()
    player.toggle(voice('a'))
    await app.pass(0)
    for (const sound of sounds) sound.currentTime = 3
    await app.pass(200)
    player.toggle(voice('a'))
    expect([playing(), player.current]).toEqual([[], null])
    player.toggle(voice('a'))
    await app.pass(0)
    expect(player.progress).toBe(0.75)
    expect(playing()).toEqual(['a'])
  })

  it('plays faster, also what follows', async () => {
    const player = await start()
    const all = [voice('a'), voice('b')]
    player.toggle(voice('a'), () => all)
    await app.pass(0)
    player.nextSpeed()
    expect([player.speed, sounds[0]?.playbackRate]).toEqual([1.5, 1.5])
    sounds[0]?.ended()
    await app.pass(0)
    expect(sounds[1]?.playbackRate).toBe(1.5)
    player.nextSpeed()
    player.nextSpeed()
    expect(player.speed).toBe(1)
  })

  it('goes on with the next new one, and stops where all were played', async () => {
    const player = await start()
    const all = [voice('old'), voice('a'), voice('mine', true), voice('b'), voice('c')]
    player.toggle(voice('c'), () => all)
    await app.pass(0)
    sounds[0]?.ended()
    player.toggle(voice('a'), () => all)
    await app.pass(0)
    sounds[1]?.ended()
    await app.pass(0)
    expect(playing()).toEqual(['b'])
    sounds[2]?.ended()
    await app.pass(0)
    expect(playing()).toEqual([])
    // Once more, of what was played before, nothing follows.
    player.toggle(voice('a'), () => all)
    await app.pass(0)
    sounds[3]?.ended()
    await app.pass(0)
    expect(sounds).toHaveLength(4)
  })

  it('tries another link when one has grown old, then says that it can\'t be played', async () => {
    const player = await start()
    player.toggle(voice('a'))
    await app.pass(10_000)
    sounds[0]?.failed()
    await app.pass(0)
    expect(sounds[1]?.src).toBe('https://files.test/a?signed=2')
    sounds[1]?.failed()
    await app.pass(0)
    expect([playing(), player.failed, sounds.length]).toEqual([[], true, 2])
  })

  it('knows what was played after a restart, of this person', async () => {
    const player = await start()
    player.toggle(voice('a'))
    await app.pass(0)
    expect(player.isPlayed('room', 'a')).toBe(true)
    const again = await start()
    expect([again.isPlayed('room', 'a'), again.isPlayed('other', 'a')]).toEqual([true, false])
    app.engine.stop()
    app.token = 'bob'
    app.engine.start()
    await app.pass()
    expect(again.isPlayed('room', 'a')).toBe(false)
  })
})
