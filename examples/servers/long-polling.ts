/**
 * Plain HTTP, on Node alone: the client asks what is new, and the server answers when there is something.
 *
 *     POST /messages                      as in polling.ts
 *     GET /messages?after=1&wait=25000    200 { "messages": [{ "id": "b1", ..., "seq": 2, "at": ... }], "last": 2 }
 *                                         as soon as there is a message after 1
 *                                         200 { "messages": [], "last": 1 }
 *                                         when there was none in 25,000 ms
 *
 * `wait` is in ms: 0, the default, to 60,000. All else is as in polling.ts. The client asks again at once, with the
 * `seq` of the last message it got, or with `last` if it got none.
 */
import { createApi, listMessages, readAfter, Refusal, sendJson, takeMessage } from './shared/http'
import type { Posted } from './shared/http'
import { MessageLog } from './shared/log'
import { listen } from './shared/running'
import type { CommandLine, Running, Where } from './shared/running'

// Proxies and phones give up after a minute or so.
const longestWait = 60_000

/** Starts it; fails when the port is taken. */
export async function start(options: Where = {}): Promise<Running> {
  const log = new MessageLog<Posted>()
  const server = createApi({
    'POST /messages': ({ request }) => takeMessage(log, request),
    'GET /messages': ({ query, response }) => {
      const after = readAfter(query.get('after'))
      const wait = readWait(query.get('wait'))
      const now = listMessages(log, after)
      if (now.messages.length > 0 || wait === 0) return now

      // Whichever comes first, a message, the end of the wait, or the client leaving, ends all three.
      const unsubscribe = log.subscribe(end)
      const timer = setTimeout(end, wait)
      response.on('close', end)
      function end(): void {
        unsubscribe()
        clearTimeout(timer)
        response.off('close', end)
        if (!response.destroyed) sendJson(response, 200, listMessages(log, after))
      }
    },
  })
  return listen(server, options)
}

function readWait(text: string | null): number {
  if (text === null) return 0
  const wait = Number(text)
  if (!/^\d{1,5}$/.test(text) || wait > longestWait) throw new Refusal(400, 'invalid')
  return wait
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = { scheme: 'http', port: 8806, flags: {}, run: start }
