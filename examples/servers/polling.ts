/**
 * Plain HTTP, on Node alone: the client asks every few seconds what is new.
 *
 *     POST /messages           { "id": "a1", "name": "Ann", "text": "hello" }
 *     200                      { "seq": 1, "at": 1767323045678 }
 *
 *     GET /messages?after=0    200 { "messages": [{ "id": "a1", "name": "Ann", "text": "hello", "seq": 1, "at": ... }],
 *                                    "last": 1 }
 *
 * `id` (1 to 64 characters) is made by the client and stored once: who got no answer posts again, and gets the first
 * answer. `name` has 1 to 40 characters, `text` 1 to 20,000. Messages are numbered by `seq` from 1 on, without holes;
 * `at` is in ms since 1970. An answer has at most 100 messages: the first ones after `after` or, without it, the last
 * ones; `last` is the number of the last there is. The last 1,000 are kept, in memory. After a restart numbers begin
 * again: an `after` that wasn't reached yet counts as 0. What is refused gets { "error": ... } with status 400
 * (`invalid`), 404 (`not found`) or 413 (`too long`).
 */
import { createApi, listMessages, readAfter, takeMessage } from './shared/http'
import type { Posted } from './shared/http'
import { MessageLog } from './shared/log'
import { listen } from './shared/running'
import type { CommandLine, Running, Where } from './shared/running'

/** Starts it; fails when the port is taken. */
export async function start(options: Where = {}): Promise<Running> {
  const log = new MessageLog<Posted>()
  const server = createApi({
    'POST /messages': ({ request }) => takeMessage(log, request),
    'GET /messages': ({ query }) => listMessages(log, readAfter(query.get('after'))),
  })
  return listen(server, options)
}

/** What `npm run example` needs to start it. */
export const main: CommandLine = { scheme: 'http', port: 8805, flags: {}, run: start }
