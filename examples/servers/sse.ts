/**
 * Server-sent events, on Node alone: messages go up by POST and come down by one answer that never ends.
 *
 *     POST /messages          as in polling.ts
 *     GET /messages?after=0   as in polling.ts, for those who want what was before
 *     GET /events             200 text/event-stream
 *
 *     retry: 2000
 *
 *     id: 1
 *     data: {"id":"a1","name":"Ann","text":"hello","seq":1,"at":1767323045678}
 *
 *     : keep-alive
 *
 * A stream begins with the last 100 messages. A client that comes back names the last `id` it got, in the header
 * `Last-Event-ID`, as browsers do, or as `/events?after=1`, and gets all that are kept after it. An id that wasn't
 * reached yet is from before a restart and counts as 0. The comment comes every 15 s, so that nobody on the way takes
 * the link for dead. All else is as in polling.ts.
 */
import type { ServerResponse } from 'node:http'
import { createApi, listMessages, page, readAfter, takeMessage } from './shared/http'
import type { Posted } from './shared/http'
import { MessageLog } from './shared/log'
import type { Place } from './shared/log'
import { listen, maxUnread } from './shared/running'
import type { CommandLine, Running, Where } from './shared/running'

export interface SseOptions extends Where {
  /** After how long a client comes back, in ms, unless it knows better. Default 2000. */
  retry?: number
  /** How often the comment comes, in ms. Default 15,000. */
  keepAlive?: number
}

/** Starts it; fails when the port is taken. */
export async function start(options: SseOptions = {}): Promise<Running> {
  const { retry = 2000, keepAlive = 15_000 } = options
  const log = new MessageLog<Posted>()
  const server = createApi({
    'POST /messages': ({ request }) => takeMessage(log, request),
    'GET /messages': ({ query }) => listMessages(log, readAfter(query.get('after'))),
    'GET /events': ({ request, response, query }) => {
      // The address stays the same when a browser comes back: its header is the newer of the two.
      const header = request.headers['last-event-id']
      const after = readAfter((Array.isArray(header) ? header[0] : header) || query.get('after'))
      // nginx would collect what is written.
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' })
      response.write(`retry: ${retry}\n\n`)
      for (const message of after === undefined ? log.latest(page) : log.after(after)) write(response, message)

      const unsubscribe = log.subscribe((message) => {
        // Nothing is lost: it comes back with the id of the last it read.
        if (response.writableLength > maxUnread) response.destroy()
        else write(response, message)
      })
      const timer = setInterval(() => response.write(': keep-alive\n\n'), keepAlive)
      response.on('close', () => {
        unsubscribe()
        clearInterval(timer)
      })
    },
  })
  return listen(server, options)
}

/** JSON has no line breaks of its own, which would end the data. */
function write(response: ServerResponse, message: Posted & Place): void {
  response.write(`id: ${message.seq}\ndata: ${JSON.stringify(message)}\n\n`)
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = { scheme: 'http', port: 8807, flags: {}, run: start }
