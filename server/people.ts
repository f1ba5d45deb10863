import type {
  AskFrame, PersonFrame, PieceFrame, ReadsFrame, SetFrame, TypingFrame, WatchFrame, WirePerson,
} from '../src/protocols/native/wire'
import * as WireCode from '../src/protocols/native/wire-code'
import { limits } from './limits'
import type { Session } from './session'

// What people are told of each other. See `commands.ts`: each checks for itself that this person may know.

export async function tellPerson(session: Session, { id, person }: PersonFrame): Promise<void> {
  const found = await session.services.store.person(person)
  if (!found) return session.refuse(id, WireCode.notFound, 'no such person')
  session.send({ type: 'person', id, person: found })
}

export async function tellReaders(session: Session, self: WirePerson, frame: ReadsFrame): Promise<void> {
  const { id, conversation } = frame
  const people = await session.services.store.readers(conversation, self.id)
  if (people === undefined) return session.refuse(id, WireCode.notFound, 'no such conversation')
  if (people === null) {
    return session.refuse(id, WireCode.badContent, `there are more than ${limits.smallGroup} members`)
  }
  session.send({ type: 'reads', id, conversation, people })
}

/** Keeps what somebody sets, and tells the person's other connections. */
export async function setConversation(session: Session, self: WirePerson, frame: SetFrame): Promise<void> {
  const { store, hub } = session.services
  const { id, conversation } = frame
  const mine = await store.set(conversation, self.id, frame) && await store.conversation(conversation, self.id)
  if (!mine) return session.refuse(id, WireCode.notFound, 'no such conversation')
  session.send({ type: 'conversation', id, conversation: mine })
  await hub.opened(conversation, [self.id], session)
}

// Neither has an id to answer to: what fails has no answer.

export async function tellTyping(session: Session, self: WirePerson, frame: TypingFrame): Promise<void> {
  const { store, hub } = session.services
  const { conversation, on } = frame
  if (!session.typing.takes(conversation, on)) return
  if (await store.mayType(conversation, self.id)) hub.typing(conversation, self, on)
}

/** Passes on a piece of an answer to the others, or what somebody asks to its author. */
export async function tellStream(session: Session, from: WirePerson, frame: PieceFrame | AskFrame): Promise<void> {
  const { store, hub } = session.services
  const { type, conversation, stream } = frame
  if (!await store.mayType(conversation, from.id)) return
  if (!('ask' in frame)) {
    const { offset, text } = frame
    return hub.stream({ type, conversation, stream, from, offset, text })
  }
  const { person, ask } = frame
  if (await store.mayType(conversation, person)) hub.stream({ type, conversation, stream, from, ask }, person)
}

export async function watchPeople(session: Session, self: WirePerson, { people }: WatchFrame): Promise<void> {
  session.charge(Math.ceil(people.length / limits.watchCost))
  if (!session.ended) await session.services.presence.watch(session, self.id, people)
}
