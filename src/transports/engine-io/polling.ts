import type { Frame } from '../../platform/types'
import { type Answer, request } from '../requests'
import type { Link, LinkEnd, LinkListener } from '../transport'
import { type Handshake, handshakeOf, packetsOf, payloadOf } from './payload'
import { addressOf, type EngineIoOptions, packetSocket } from './socket'

/** How long an answer may take, on top of what the server may wait, in ms. */
const PATIENCE = 10_000
/** The most packets of one request. */
const MOST_PACKETS = 64
/** The most bytes of a character in UTF-8, for each of its UTF-16 units. */
const BYTES = 3

/** A link over requests, which goes over to a WebSocket if that is wanted and the server has one. */
export function openPolling(options: EngineIoOptions, upgrades: boolean, listener: LinkListener): Link {
  const { platform, version } = options
  let isOver = false
  let handshake: Handshake | undefined
  let polling = false
  let posting = false
  /** `wanted`: the WebSocket answers, and what is under way by requests comes to its end. `done`: it has taken over. */
  let upgrade: 'none' | 'wanted' | 'done' = 'none'
  let socket: Link | undefined
  let undoProbe = (): void => {}
  const queue: Frame[] = []
  const undos = new Set<() => void>()
  const url = (): string => addressOf(options, 'polling', handshake?.sid) + (version === 3 ? '&b64=1' : '')

  function stop(): void {
    isOver = true
    undoProbe()
    for (const undo of undos) undo()
    socket?.close()
  }

  function end(reason: LinkEnd): void {
    if (isOver) return
    stop()
    listener.ended(reason)
  }

  function ask(body: string | undefined, done: (answer: Answer) => void): void {
    const wait = handshake && body === undefined ? handshake.pingInterval + handshake.pingTimeout : 0
    // Plain text: a page needs no leave to send that elsewhere.
    const headers = body === undefined ? undefined : { 'content-type': 'text/plain;charset=UTF-8' }
    const undo = request(platform, { url: url(), body, headers }, wait + PATIENCE, (answer) => {
      undos.delete(undo)
      const { status, body: text } = answer
      if (status === 200) done(answer)
      else end({ code: status, message: text.slice(0, 100) })
    }, message => end({ message }))
    undos.add(undo)
  }

  function poll(): void {
    polling = true
    ask(undefined, ({ body }) => {
      polling = false
      try {
        for (const packet of packetsOf(body, version)) take(packet)
      } catch (error) {
        end({ message: error instanceof Error ? error.message : String(error) })
      }
      if (!isOver) goOn()
    })
  }

  function take(packet: Frame): void {
    if (isOver) return
    if (!handshake) {
      const found = handshakeOf(packet)
      if (!found) throw new Error('no Engine.IO server')
      handshake = found
      listener.opened()
      if (upgrades && found.upgrades.includes('websocket')) probe(found.sid)
    }
    if (packet === '1') end({ message: 'the server closed the link' })
    // A 6 says nothing: it ends a request, so that a WebSocket can take over.
    else if (!isOver && packet !== '6') listener.frame(packet)
  }

  function post(): void {
    if (posting || isOver || !handshake || queue.length === 0 || upgrade !== 'none') return
    const { maxPayload } = handshake
    let bytes = 0
    const next = queue.findIndex((packet, at) => {
      bytes += typeof packet === 'string' ? packet.length * BYTES : packet.byteLength * 2
      return at === MOST_PACKETS || at > 0 && bytes > maxPayload
    })
    posting = true
    // One request at a time: the server takes two for an attack.
    ask(payloadOf(queue.splice(0, next < 0 ? queue.length : next), version), () => {
      posting = false
      goOn()
    })
  }

  /** What comes next, when a request has come to its end. */
  function goOn(): void {
    if (isOver || upgrade === 'done') return
    if (upgrade === 'none') {
      post()
      if (!polling) poll()
    } else if (!polling && !posting) {
      upgrade = 'done'
      undoProbe()
      socket?.send('5')
      for (const packet of queue.splice(0)) socket?.send(packet)
    }
  }

  function probe(sid: string): void {
    const { clock } = platform
    const timer = clock.setTimeout(() => {
      socket?.close()
      missed()
    }, PATIENCE)
    undoProbe = () => clock.clearTimeout(timer)
    const mine: Link = socket = packetSocket(options, sid, {
      opened: () => mine.send('2probe'),
      frame(frame) {
        if (upgrade === 'done') return listener.frame(frame)
        if (frame !== '3probe' || upgrade !== 'none') return
        upgrade = 'wanted'
        goOn()
      },
      ended(reason) {
        if (upgrade === 'done') end(reason)
        else missed()
      },
    })
  }

  /** The WebSocket leads nowhere: it goes on as it was. */
  function missed(): void {
    undoProbe()
    socket = undefined
    upgrade = 'none'
    goOn()
  }

  poll()
  return {
    send(frame) {
      if (isOver) return
      if (upgrade === 'done') return socket?.send(frame)
      queue.push(frame)
      // What is sent in the same moment goes in one request.
      void Promise.resolve().then(post)
    },
    close() {
      if (isOver) return
      const isOpen = handshake !== undefined && upgrade !== 'done'
      stop()
      if (isOpen) ask(payloadOf(['1'], version), () => {})
    },
  }
}
