import { defineStore } from 'pinia'
import type { Conversation } from '../src/model/conversation'
import type { ChangeCommand } from '../src/model/events'
import type { Member, Role, Writers } from '../src/model/person'
import { count, fields, list, readable, readPerson, text } from '../src/model/read'
import { answerTo } from './answers'
import { useEngine } from './engine'

/** How many members are fetched at once. */
const PAGE = 100

type Details = Omit<ChangeCommand, 'type' | 'id' | 'conversationId'>

/**
 * Groups: makes and changes them. What changed shows in the other stores, for all members in the same order.
 *
 * Everything here takes a connection, and throws a ChatError when there is none, or the server won't have it: then
 * nothing has changed. Where the connection broke before the answer came, it may have.
 */
export const useGroupsStore = defineStore('chat-groups', () => {
  const { sync } = useEngine()

  async function change(conversationId: string, details: Details): Promise<void> {
    await sync.ask('acked', { type: 'change', conversationId, ...details })
  }

  return {
    /** Makes a group of oneself, its owner, and these people, by their ids. */
    create: async (title: string, people: readonly string[]): Promise<Conversation> =>
      (await sync.ask('conversation', { type: 'create', title, people })).conversation,
    /** Adds people. */
    add: (id: string, people: readonly string[]): Promise<void> => change(id, { change: 'added', people }),
    /** Removes people. */
    remove: (id: string, people: readonly string[]): Promise<void> => change(id, { change: 'removed', people }),
    /** Leaves a group. It goes from the list, with all that is known of it here. */
    leave: (id: string): Promise<void> => change(id, { change: 'left' }),
    /** Gives a group another title. */
    rename: (id: string, title: string): Promise<void> => change(id, { change: 'title', title }),
    /** Tells its members something that stays in view; with an empty text, nothing any more. */
    announce: (id: string, text: string): Promise<void> => change(id, { change: 'announcement', text }),
    /** Lets all members write, or only those who look after the group. */
    setWriters: (id: string, writers: Writers): Promise<void> => change(id, { change: 'writers', writers }),
    /** Makes people admins or plain members again, or hands the group over to another owner. */
    setRole: (id: string, people: readonly string[], role: Role): Promise<void> =>
      change(id, { change: 'role', people, role }),
    /**
     * Members in the order of joining.
     * @param after the `place` of the last one that is known; with fewer than `limit` in the answer there are no more
     * @param limit 1 to 200
     */
    members: (id: string, after = 0, limit = PAGE): Promise<readonly Member[]> => answerTo(
      sync, { type: 'members', conversationId: id, after, limit }, from => readable(list(from, 'members'), readMember)),
  }
})

function readMember(value: unknown): Member {
  const member = fields(value, 'member')
  return { person: readPerson(member.person), role: text(member, 'role') as Role, place: count(member, 'place') }
}
