import type { IncomingMessage, ServerResponse } from 'node:http'
import * as v from 'valibot'
import { pathOf, readBody, reply, replyTooLong } from './answers'
import { limits } from './limits'
import type { Metrics } from './metrics'
import { HttpLink } from './link'
import type { Peer, PeerListener } from './peer'

/** What the links need from the rest. */
export interface LinksOptions {
  /** Makes the session of a new link; undefined while the server is going away, or can't even say that it is full. */
  begin(peer: Peer, request: IncomingMessage): PeerListener | undefined
  metrics: Metrics
  /** How long a link may be without a request for what goes down, in ms. A stream is kept alive thrice as often. */
  idle: number
}

interface Entry {
  link: HttpLink
  session: PeerListener
}

const framesOfBody = v.pipe(v.array(v.string()), v.maxLength(limits.linkBodyFrames))

/** All links over HTTP, by their ids, and the requests they are made of: see `docs/protocol.md`, "Over HTTP". */
export class Links {
  private readonly entries = new Map<string, Entry>()
  private readonly beats: NodeJS.Timeout

  constructor(private readonly options: LinksOptions) {
    this.beats = setInterval(() => {
      for (const { link } of this.entries.values()) link.keepAlive()
    }, options.idle / 3)
  }

  /** Answers a request to `/v1/link` or below it. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const what = `${request.method} ${pathOf(request)}`
    if (what === 'POST /v1/link') return this.open(request, response)
    const entry = this.entries.get(String(request.headers['x-chat-link']))
    const route = routes[what]
    if (!entry || !route) return reply(response, 404, { error: entry ? 'not found' : 'no such link' })
    return route(entry, request, response, this.options.metrics)
  }

  /** Ends nothing, but no stream is kept alive any more. */
  stop(): void {
    clearInterval(this.beats)
  }

  private open(request: IncomingMessage, response: ServerResponse): void {
    const link = new HttpLink(this.options.idle, () => {
      this.entries.delete(link.id)
      session?.gone()
    })
    const session = this.options.begin(link, request)
    if (!session) {
      link.terminate()
      response.setHeader('Retry-After', '5')
      return reply(response, 503, { error: 'the server is full or going away' })
    }
    this.entries.set(link.id, { link, session })
    reply(response, 200, { link: link.id })
  }
}

type Route = (
  entry: Entry, request: IncomingMessage, response: ServerResponse, metrics: Metrics,
) => Promise<void> | void

const routes: Readonly<Record<string, Route | undefined>> = {
  'POST /v1/link/send': takeFrames,

  'GET /v1/link/events': ({ link }, request, response) => {
    if (inTurn(link, 'down', request, response)) link.answerByStream(response)
  },

  'GET /v1/link/poll': ({ link, session }, request, response) => {
    if (!inTurn(link, 'down', request, response)) return
    session.alive()
    const wait = Number(/[?&]wait=(\d{1,9})(?:&|$)/.exec(request.url ?? '')?.[1] ?? 0)
    link.answerPoll(response, Math.min(wait, limits.pollWait))
  },

  'POST /v1/link/close': ({ link }, _, response) => {
    link.terminate()
    reply(response, 204)
  },
}

async function takeFrames(
  entry: Entry, request: IncomingMessage, response: ServerResponse, metrics: Metrics,
): Promise<void> {
  const { link, session } = entry
  if (!inTurn(link, 'up', request, response)) return
  // If its client goes away in the middle, what it wanted to say is lost, and so is the link.
  const body = await readBody(request, limits.linkBodyBytes).catch(() => link.terminate())
  if (body === undefined) {
    metrics.refuse('body')
    link.close(1009, 'frame too large')
    return replyTooLong(response, limits.linkBodyBytes)
  }
  const frames = readFrames(body)
  if (!frames) {
    link.terminate()
    return reply(response, 400, { error: `send a JSON array of at most ${limits.linkBodyFrames} strings` })
  }
  session.alive()
  let done = Promise.resolve()
  for (const frame of frames) {
    // After its end frames are dropped, as by a WebSocket that is being closed.
    if (!link.open) break
    if (Buffer.byteLength(frame) > limits.frameBytes) {
      metrics.refuse('frame')
      link.close(1009, 'frame too large')
    } else {
      done = session.receive(frame)
    }
  }
  // Only then the next ones may come: that is the whole flow control.
  await done
  reply(response, 204)
}

/** Whether a request comes in its turn. If not, something of the link may be lost or done twice, and it is ended. */
function inTurn(
  link: HttpLink, direction: 'up' | 'down', request: IncomingMessage, response: ServerResponse,
): boolean {
  if (link.takeTurn(direction, Number(request.headers['x-chat-turn']))) return true
  link.terminate()
  reply(response, 409, { error: 'out of turn' })
  return false
}

function readFrames(body: string): string[] | undefined {
  try {
    const result = v.safeParse(framesOfBody, JSON.parse(body))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}
