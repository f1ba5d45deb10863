import type { Content } from '../model/content'
import { type Draft, sameContent } from './room-log'

/** What was handed to a link. */
export interface Handed {
  readonly id: string
  readonly room: string
  readonly content: Content
  /** When, in ms since 1970. */
  readonly at: number
  /** The server's id of it, once told. */
  serverId?: string
  /** Its place, once it has one. */
  seq?: number
}

/** How many are remembered: more than the engine has in flight. */
const MOST = 500

export type Outgoing = ReturnType<typeof createOutgoing>

/** What was sent and has not come back: by it, one's own is known when it does. */
export function createOutgoing() {
  /** Not known to be stored; `true` if the link broke since, so that only a page can tell. */
  const waiting = new Map<string, Handed>()
  const unsure = new Map<string, Handed>()
  /** Has its place here, but the server's id of it isn't known. */
  const unnamed = new Map<string, Handed>()

  function find(list: Map<string, Handed>, room: string, draft: Draft): Handed | undefined {
    const { id, clientId } = draft
    if (clientId !== undefined && list.has(clientId)) return list.get(clientId)
    for (const handed of list.values()) {
      const { serverId, content } = handed
      const isIt = serverId === undefined ? sameContent(content, draft.content) : serverId === id
      if (isIt && handed.room === room) return handed
    }
    return undefined
  }

  function take(list: Map<string, Handed>, room: string, draft: Draft): Handed | undefined {
    const found = find(list, room, draft)
    if (found) list.delete(found.id)
    return found
  }

  function keep(list: Map<string, Handed>, handed: Handed): void {
    list.set(handed.id, handed)
    if (list.size <= MOST) return
    for (const [eldest] of list) {
      list.delete(eldest)
      return
    }
  }

  return {
    /** It was handed over. */
    handed(handed: Handed): void {
      unsure.delete(handed.id)
      keep(waiting, handed)
    },

    /** It has its place, but the server may tell it once more under an id of its own. */
    unnamed: (handed: Handed): void => keep(unnamed, handed),

    /** What waits under this id. */
    waiting: (id: string): Handed | undefined => waiting.get(id),

    /** It is stored, or refused. */
    settle: (id: string): void => void waiting.delete(id),

    /** Whose echo this is: what waits for one. */
    echoed: (room: string, draft: Draft): Handed | undefined => take(waiting, room, draft),

    /** What a page tells of, that was in flight when a link broke. */
    turnedUp: (room: string, draft: Draft): Handed | undefined => take(unsure, room, draft),

    /**
     * What has its place already, and is told once more.
     * @param since only what was handed over since then
     */
    again(room: string, draft: Draft, since: number): Handed | undefined {
      const found = find(unnamed, room, draft)
      if (!found || found.at < since) return undefined
      unnamed.delete(found.id)
      return found
    },

    /** The link broke: nobody knows what arrived. */
    ended(): void {
      for (const handed of waiting.values()) keep(unsure, handed)
      waiting.clear()
    },

    clear(): void {
      for (const list of [waiting, unsure, unnamed]) list.clear()
    },
  }
}
