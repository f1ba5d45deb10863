import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { Message } from '../src/model/message'
import { createPlayer } from '../src/platform/player'
import { uniPlatform } from '../src/platform/uni'
import { keyOf } from '../src/storage/vault'
import { useEngine } from './engine'
import { useMedia } from './media'

/** The speeds that a voice message can have, in the order of the button. */
const SPEEDS = [1, 1.5, 2]
/** The most messages that are known to have been played: the last ones. */
const MOST_PLAYED = 500

const nameOf = ({ conversationId, key }: Message): string => `${conversationId}/${key}`

/** The one player of the app, for voice messages: what plays ends when something else does. */
export const usePlayerStore = defineStore('chat-player', () => {
  const engine = useEngine()
  const { links } = useMedia()
  const { storage } = uniPlatform
  const player = createPlayer()
  const current = shallowRef<Message | null>(null)
  const progress = ref(0)
  const speed = ref(1)
  const played = shallowRef<ReadonlySet<string>>(new Set())
  const failed = ref(false)
  /** Where one was left, by a tap, to be heard on from there. */
  let paused: { name: string, position: number } | null = null
  let position = 0
  let person: string | null = null
  /** The number of what is to play: what an earlier one still has to say comes too late. */
  let turn = 0

  const key = (): string => `chat/${keyOf(person ?? '')}/played`

  /** Looks who listens: others have played other messages. */
  function look(): void {
    const now = engine.sync.self?.id ?? null
    if (now === person) return
    stop()
    person = now
    played.value = new Set(now === null ? [] : kept())
  }

  function kept(): string[] {
    try {
      const names: unknown = JSON.parse(storage.get(key()) ?? '[]')
      return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : []
    } catch {
      return []
    }
  }

  function note(name: string): void {
    if (played.value.has(name)) return
    const names = [...played.value, name].slice(-MOST_PLAYED)
    played.value = new Set(names)
    if (person === null) return
    try {
      storage.set(key(), JSON.stringify(names))
    } catch {
      // It shows as not played at the next start.
    }
  }

  const isNew = (message: Message): boolean => !message.own && !played.value.has(nameOf(message))

  function stop(): void {
    turn += 1
    player.stop()
    current.value = null
    progress.value = 0
  }

  /** The next one that was not played, once a new one is over. */
  function follow(message: Message, messages: () => readonly Message[]): void {
    const all = messages()
    const index = all.findIndex(({ key }) => key === message.key)
    const next = index < 0 ? undefined : all.slice(index + 1).find(one => one.content.kind === 'voice' && isNew(one))
    if (next) void play(next, messages, 0)
  }

  async function play(
    message: Message, messages: () => readonly Message[], from: number, again = false,
  ): Promise<void> {
    const { content } = message
    if (content.kind !== 'voice') return
    stop()
    const mine = turn
    const { url, duration } = content
    const wasNew = isNew(message)
    failed.value = false
    position = from
    progress.value = duration > 0 ? Math.min(1, from / duration) : 0
    current.value = message
    note(nameOf(message))
    // A link that is known plays within the tap: Safari minds.
    const link = links.now(url) ?? await links.get(url).catch(() => url)
    if (mine !== turn) return
    player.play(link, from, speed.value, {
      progress(now) {
        position = now
        // The length that is told counts: what browsers record doesn't hold it.
        progress.value = duration > 0 ? Math.min(1, now / duration) : 0
      },
      ended() {
        stop()
        if (wasNew) follow(message, messages)
      },
      failed() {
        stop()
        links.renew(url)
        // The link may have expired.
        if (!again && links.now(url) === undefined) return void play(message, messages, from, true)
        failed.value = true
      },
    })
  }

  engine.listen({ dataChanged: look })
  look()

  return {
    /** The message that plays, or null. */
    current,
    /** How much of it has played: 0 to 1. */
    progress,
    /** How many times as fast it plays. */
    speed,
    /** Whether the last one could not be played. */
    failed,
    /** Whether a message of another person was played before. */
    isPlayed: (conversationId: string, key: string): boolean => played.value.has(`${conversationId}/${key}`),
    /**
     * Plays a voice message, or pauses it if it plays; then it goes on from there.
     * @param messages where to look for the next one that was not played, which follows a new one
     */
    toggle(message: Message, messages: () => readonly Message[] = () => []): void {
      const name = nameOf(message)
      if (current.value && nameOf(current.value) === name) {
        paused = { name, position }
        return stop()
      }
      const from = paused?.name === name ? paused.position : 0
      paused = null
      void play(message, messages, from)
    },
    /** Plays at the next speed, from now on. */
    nextSpeed(): void {
      speed.value = SPEEDS[(SPEEDS.indexOf(speed.value) + 1) % SPEEDS.length] ?? 1
      player.setSpeed(speed.value)
    },
    /** Ends what plays. */
    stop,
  }
})
