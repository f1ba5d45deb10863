import { getActivePinia, setActivePinia } from 'pinia'
import { computed, effectScope, ref, shallowReactive, shallowRef, watch } from 'vue'
import { useConnectionStore, useConversationsStore, useSocketStore } from '../../index'
import type { HttpListener, HttpRequest, KeyValueStorage, Platform } from '../../src/platform/types'
import { textOf } from '../../src/protocols/text-of'
import { diagnose, type Probe } from './diagnose'
import { type Form, hasToken, recipes } from './form'
import { createFrameLog, type FrameLog } from './frames'
import { createOwnKit } from './own-kit'
import { lacksTls, probe } from './probe'

export type Trial = ReturnType<typeof startTrial>

/** What became of one socket. */
interface Attempt {
  opened: boolean
  code?: number
  reason?: string
}

/** How a try failed, as the connection says. */
interface Failure {
  readonly reason: number
  readonly detail: string
  readonly attempt: Attempt
}

/** So long a link must last before what was wrong is over, in ms: some servers take one in, and close. */
const LASTS = 1_000

/** Connects to somebody's server by a kit of its own, and watches what happens. */
export function startTrial(form: Form) {
  const before = getActivePinia()
  const url = form.url.trim()
  const protocol = recipes[form.way].protocol(form)
  const isHttp = url.startsWith('http') && form.way !== 'socketIo'
  const frames = createFrameLog()
  const failure = shallowRef<Failure>()
  const probed = shallowRef<Probe>()
  const framesIn = ref(0)
  const dropped = shallowRef<Readonly<Record<string, number>>>({})
  const otherFields = shallowRef<readonly string[]>()
  let socketUrl = url
  let attempt = shallowReactive<Attempt>({ opened: false })
  let lasting: ReturnType<typeof setTimeout> | undefined
  let hasText = false
  let isOver = false

  const kit = createOwnKit({
    url,
    protocol,
    getToken: hasToken(form) ? () => form.token : undefined,
    socket: pinia => ({
      watch: platform => watchTraffic(useSocketStore(pinia).watch(platform), frames, {
        connecting(url) {
          socketUrl = url
          attempt = shallowReactive({ opened: false })
        },
        answered: (status) => { probed.value = status },
        came: looked,
      }),
    }),
    onLog(_level, line) {
      if (line.startsWith('dropped')) dropped.value = connection.counters().dropped
    },
  })
  const connection = useConnectionStore(kit.pinia)
  const socket = useSocketStore(kit.pinia)
  const conversations = useConversationsStore(kit.pinia)

  /** Looks at what came: whether there is a message in it, as far as the form says what one is. */
  function looked(text: string): void {
    framesIn.value += 1
    if (form.way !== 'json' || hasText) return
    const fields = fieldsOf(text)
    if (!fields) return
    hasText = fields.includes(form.textField)
    otherFields.value = hasText ? undefined : fields
  }

  socket.on('open', ({ url }) => {
    attempt.opened = true
    frames.note(`open ${url}`)
  })
  socket.on('message', ({ data }) => {
    frames.frame('in', data)
    looked(textOf(data))
  })
  socket.on('error', ({ message }) => frames.note(`error ${message}`))
  socket.on('close', ({ code, reason }) => {
    Object.assign(attempt, { code, reason })
    frames.note(['close', code, reason].filter(Boolean).join(' '))
  })

  const scope = effectScope(true)
  scope.run(() => watch(() => [connection.state, connection.reason] as const, ([state, reason]) => {
    clearTimeout(lasting)
    if (state === 'online') lasting = setTimeout(() => { failure.value = undefined }, LASTS)
    if (state !== 'waiting' && state !== 'refused') return
    failure.value = { reason, detail: connection.detail, attempt }
    if (!attempt.opened) void ask()
  }, { flush: 'sync' }))

  async function ask(): Promise<void> {
    // Over HTTP, what the kit's own requests got says more.
    if (isHttp && typeof probed.value === 'number') return
    const answer = await probe(socketUrl)
    if (!isOver) probed.value = answer
  }

  /** Why frames were dropped, if most of them were. */
  const mostDropped = computed(() => {
    const reasons = Object.entries(dropped.value).sort(([, one], [, other]) => other - one)
    const count = reasons.reduce((sum, [, each]) => sum + each, 0)
    return count * 2 > framesIn.value ? reasons[0]?.[0] ?? '' : ''
  })

  const finding = computed(() => diagnose({
    state: connection.state,
    failed: failure.value?.reason,
    detail: failure.value?.detail ?? '',
    opened: failure.value?.attempt.opened ?? false,
    code: failure.value?.attempt.code,
    closeReason: failure.value?.attempt.reason,
    probe: probed.value,
    isHttp,
    lacksTls: lacksTls(url),
    dropped: mostDropped.value,
    otherFields: otherFields.value,
  }))

  connection.open()
  // Whoever asks for a store without saying whose gets the app's, as before.
  setActivePinia(before)

  return {
    connection,
    frames,
    finding,
    capabilities: protocol.capabilities,
    /** Where one talks: the server's first conversation, as long as none is chosen. */
    conversationId: computed(() => conversations.list[0]?.id ?? ''),
    /** Gives the kit to the component that is being set up. */
    provide: kit.provide,
    /** Disconnects for good. */
    end(): void {
      isOver = true
      clearTimeout(lasting)
      scope.stop()
      connection.close()
    },
  }
}

/** The names of an object's fields; null if the text is no object. */
function fieldsOf(text: string): string[] | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : null
  } catch {
    return null
  }
}

interface Traffic {
  /** A socket is being opened. */
  connecting(url: string): void
  /** A request was answered, with this status. */
  answered(status: number): void
  /** This came by a request. */
  came(text: string): void
}

/** The same platform, with what is sent and asked told, and a storage that forgets: the demo's stays as it is. */
function watchTraffic(platform: Platform, frames: FrameLog, traffic: Traffic): Platform {
  return {
    ...platform,
    storage: memory(),
    connectSocket(options) {
      traffic.connecting(options.url)
      const task = platform.connectSocket(options)
      return {
        ...task,
        send(options) {
          frames.frame('out', options.data)
          task.send(options)
        },
      }
    },
    request: (options, listener) => platform.request(options, told(options, listener, frames, traffic)),
  }
}

function told({ method, url, body = '', stream }: HttpRequest, listener: HttpListener, frames: FrameLog, {
  answered, came,
}: Traffic): HttpListener {
  frames.frame('out', body, `${method} ${url}`)
  return {
    chunk(data) {
      frames.frame('in', data)
      came(textOf(data))
      listener.chunk(data)
    },
    done(status, answer) {
      answered(status)
      frames.frame('in', stream ? '' : answer, `HTTP ${status}`)
      came(answer)
      listener.done(status, answer)
    },
    failed(message) {
      frames.note(`error ${message}`)
      listener.failed(message)
    },
  }
}

function memory(): KeyValueStorage {
  const kept = new Map<string, string>()
  return {
    get: key => kept.get(key) ?? null,
    set: (key, value) => void kept.set(key, value),
    remove: key => void kept.delete(key),
    keys: () => [...kept.keys()],
  }
}
