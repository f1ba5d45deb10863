import type { ClientFrame, WirePerson, WriteFrame } from '../src/protocols/native/wire'
import * as WireCode from '../src/protocols/native/wire-code'
import { writeProblem } from './content'
import { limits } from './limits'
import type { Session } from './session'
import type { Refusal } from './store'

/** How each refusal is told. Who is no member learns nothing, not even that there is such a conversation. */
export const refusals: Readonly<Record<Refusal, readonly [number, string]>> = {
  notMember: [WireCode.notFound, 'no such conversation'],
  noMessage: [WireCode.notFound, 'no such message'],
  notAuthor: [WireCode.forbidden, 'only its author may do that'],
  idTaken: [WireCode.badContent, 'this id was used in another conversation'],
  recalled: [WireCode.badContent, 'the message was recalled'],
  tooManyEmoji: [WireCode.badContent, `the message has ${limits.emojis} different emoji already`],
  notAllowed: [WireCode.forbidden, 'that takes another role, or a group'],
  notWriter: [WireCode.forbidden, 'only the owner and admins may write here'],
  noPerson: [WireCode.notFound, 'no such person'],
  noMember: [WireCode.notFound, 'no such member'],
  unchanged: [WireCode.badContent, 'it is so already'],
  tooManyMembers: [WireCode.badContent, `a group has at most ${limits.groupMembers} members`],
  tooManyGroups: [WireCode.badContent, `one can make at most ${limits.groupsMade} groups`],
  tooManyConversations: [WireCode.badContent, `somebody has ${limits.conversations} conversations already`],
  tooManyPins: [WireCode.badContent, `there are ${limits.pins} pinned messages already`],
  unstorable: [WireCode.badContent, 'this can\'t be stored'],
}

/** Whether a frame adds to a log. Such frames are handed to the store together, and stored in their order. */
export function isWrite(frame: ClientFrame): frame is WriteFrame {
  const { type } = frame
  return type === 'send' || type === 'edit' || type === 'recall' || type === 'react' || type === 'change'
}

/**
 * Adds to a log, answers, and tells all members. Rejects if the store fails: then nothing behind it may be stored.
 * @param before - fulfilled when all commands before it are done
 */
export async function write(
  session: Session, self: WirePerson, frame: WriteFrame, before: Promise<void>,
): Promise<void> {
  const { store, hub } = session.services
  const { id, conversation } = frame
  const problem = writeProblem(frame)
  if (problem !== undefined) {
    await before
    return session.refuse(id, WireCode.badContent, problem)
  }

  // Nothing may be awaited from here on: the store answers in the order of the log, and so events go out in it.
  const written = await store.write(self, frame)
  switch (written.outcome) {
    case 'refused':
      return session.refuse(id, ...refusals[written.why])
    case 'repeated':
      return session.send({ type: 'ack', id, conversation, seq: written.seq, at: written.at })
    case 'stored': {
      const { event } = written
      session.send({ type: 'ack', id, conversation, seq: event.seq, at: event.at })
      hub.wrote(conversation, event)
    }
  }
}
