import type {
  ClientFrame, CreateFrame, DeliveredFrame, HelloFrame, OpenFrame, ReadFrame, TokenFrame, WirePerson,
} from '../src/protocols/native/wire'
import { WIRE_VERSION } from '../src/protocols/native/wire'
import * as WireCode from '../src/protocols/native/wire-code'
import { createProblem } from './content'
import { limits } from './limits'
import { hideMessages, searchMessages, tellEdits, tellPins } from './messages'
import { setConversation, tellPerson, tellReaders, tellStream, tellTyping, watchPeople } from './people'
import type { Session } from './session'
import { refusals, write } from './write'

/** Any frame but hello. */
export type Command = Exclude<ClientFrame, HelloFrame>

/** The first frame: checks who it is, and answers with all that a client needs to start. */
export async function sayHello(session: Session, frame: HelloFrame): Promise<void> {
  const { store, hub, auth, heartbeat } = session.services
  if (frame.version !== WIRE_VERSION) {
    return session.fail(WireCode.badVersion, `this server speaks version ${WIRE_VERSION}`)
  }
  const proof = await auth.verify(frame.token)
  if (!proof) return session.fail(WireCode.unauthorized, 'the token is not good')
  const { person: self, expiresAt } = proof
  await store.putPerson(self)
  if (session.ended) return

  // Listen first, then look: what comes in between is in both, and the client knows it by its seq.
  const listening = session.identify(self)
  session.trustUntil(expiresAt)
  await listening
  await hub.subscribe(session, await store.conversationIds(self.id))
  session.welcome({
    type: 'welcome',
    version: WIRE_VERSION,
    self,
    conversations: await store.conversations(self.id),
    limits: { frameBytes: limits.frameBytes, textLength: limits.textLength },
    heartbeat,
    tokenExpiresIn: expiresAt - Date.now(),
    time: Date.now(),
  })
}

/**
 * Does what a person asks for, and answers. Each command checks for itself that this person may do it.
 * @param before - fulfilled when all commands before it are done: writes are begun while others are on their way
 */
export async function runCommand(
  session: Session, self: WirePerson, frame: Command, before: Promise<void>,
): Promise<void> {
  const { store } = session.services
  switch (frame.type) {
    case 'ping':
      return session.send({ type: 'pong', id: frame.id })

    case 'people':
      return session.send({ type: 'people', id: frame.id, people: await store.people(self.id, limits.people) })

    case 'person':
      return tellPerson(session, frame)

    case 'reads':
      return tellReaders(session, self, frame)

    case 'set':
      return setConversation(session, self, frame)

    case 'typing':
      return tellTyping(session, self, frame)

    case 'stream':
      return tellStream(session, self, frame)

    case 'watch':
      return watchPeople(session, self, frame)

    case 'hide':
      return hideMessages(session, self, frame)

    case 'pins':
      return tellPins(session, self, frame)

    case 'edits':
      return tellEdits(session, self, frame)

    case 'search':
      return searchMessages(session, self, frame)

    case 'token':
      return renewToken(session, self, frame)

    case 'send':
    case 'edit':
    case 'recall':
    case 'react':
    case 'change':
      return write(session, self, frame, before)

    case 'open':
      return openDirect(session, self, frame)

    case 'create':
      return createGroup(session, self, frame)

    case 'members': {
      const { id, conversation, after = 0, limit } = frame
      const members = await store.members(conversation, self.id, after, limit)
      if (!members) return session.refuse(id, WireCode.notFound, 'no such conversation')
      return session.send({ type: 'members', id, conversation, members })
    }

    case 'history': {
      const { id, conversation } = frame
      const page = await store.history(conversation, self.id, frame)
      if (!page) return session.refuse(id, WireCode.notFound, 'no such conversation')
      return session.send({ type: 'page', id, conversation, ...page })
    }

    case 'read':
      return moveRead(session, self, frame)

    case 'delivered':
      return moveDelivered(session, self, frame)
  }
}

// Neither has an id to answer to, and an error without one is about the link: what fails has no answer.

async function moveRead(session: Session, self: WirePerson, { conversation, seq }: ReadFrame): Promise<void> {
  const { store, hub } = session.services
  const cursor = await store.read(conversation, self.id, seq)
  if (!cursor) return
  const { moved, progress, authors, ...where } = cursor
  const answer = { type: 'read', conversation, ...where } as const
  if (moved) hub.read(self.id, answer)
  else session.send(answer)
  if (progress) hub.reached(progress)
  if (authors) hub.seen({ type: 'seen', conversation, person: self.id, seq: cursor.seq }, authors)
}

async function moveDelivered(session: Session, self: WirePerson, { cursors }: DeliveredFrame): Promise<void> {
  const { store, hub } = session.services
  for (const progress of await store.delivered(self.id, cursors)) hub.reached(progress)
}

async function renewToken(session: Session, self: WirePerson, frame: TokenFrame): Promise<void> {
  const proof = await session.services.auth.verify(frame.token)
  if (proof?.person.id !== self.id) return session.fail(WireCode.unauthorized, 'the token is not good')
  session.trustUntil(proof.expiresAt)
  session.send({ type: 'tokenTaken', expiresIn: proof.expiresAt - Date.now() })
}

async function openDirect(session: Session, self: WirePerson, frame: OpenFrame): Promise<void> {
  const { store, hub } = session.services
  const { id, person } = frame
  if (person === self.id) return session.refuse(id, WireCode.badContent, 'that is you')
  const opened = await store.openDirect(self.id, person)
  if (!opened) return session.refuse(id, WireCode.notFound, 'no such person')

  if (opened.created) await hub.opened(opened.id, [self.id, person], session)
  return answerConversation(session, self, id, opened.id)
}

async function createGroup(session: Session, self: WirePerson, frame: CreateFrame): Promise<void> {
  const { store, hub } = session.services
  const { id, people } = frame
  const problem = createProblem(frame)
  if (problem !== undefined) return session.refuse(id, WireCode.badContent, problem)
  const made = await store.createGroup(self, frame)
  if (made.outcome === 'refused') return session.refuse(id, ...refusals[made.why])
  if (made.created) await hub.opened(made.id, [...new Set([self.id, ...people])], session)
  return answerConversation(session, self, id, made.id)
}

async function answerConversation(
  session: Session, self: WirePerson, id: string, conversation: string,
): Promise<void> {
  const mine = await session.services.store.conversation(conversation, self.id)
  // It may have been left since.
  if (!mine) return session.refuse(id, WireCode.notFound, 'no such conversation')
  session.send({ type: 'conversation', id, conversation: mine })
}
