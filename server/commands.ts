import type {
  ClientFrame, HelloFrame, OpenFrame, SendFrame, TokenFrame, WirePerson,
} from '../src/protocols/native/wire'
import { WIRE_VERSION, WireCode } from '../src/protocols/native/wire'
import { contentProblem } from './content'
import { limits } from './limits'
import type { Session } from './session'

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
  session.identify(self)
  session.trustUntil(expiresAt)
  for (const id of await store.conversationIds(self.id)) hub.subscribe(session, id)
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
 * @param before - fulfilled when all commands before it are done: messages are begun while others are on their way
 */
export async function runCommand(
  session: Session, self: WirePerson, frame: Command, before: Promise<void>,
): Promise<void> {
  const { store, hub } = session.services
  switch (frame.type) {
    case 'ping':
      return session.send({ type: 'pong', id: frame.id })

    case 'people':
      return session.send({ type: 'people', id: frame.id, people: await store.people(self.id, limits.people) })

    case 'token':
      return renewToken(session, self, frame)

    case 'send':
      return sendMessage(session, self, frame, before)

    case 'open':
      return openDirect(session, self, frame)

    case 'history': {
      const { id, conversation } = frame
      const page = await store.history(conversation, self.id, frame)
      if (!page) return session.refuse(id, WireCode.notFound, 'no such conversation')
      return session.send({ type: 'page', id, conversation, ...page })
    }

    case 'read': {
      const { conversation } = frame
      const cursor = await store.read(conversation, self.id, frame.seq)
      // It has no id to answer to, and an error without one is about the link; so there is no answer.
      if (!cursor) return
      const answer = { type: 'read', conversation, seq: cursor.seq, unread: cursor.unread } as const
      if (cursor.moved) hub.toPerson(self.id, answer)
      else session.send(answer)
    }
  }
}

async function renewToken(session: Session, self: WirePerson, frame: TokenFrame): Promise<void> {
  const proof = await session.services.auth.verify(frame.token)
  if (proof?.person.id !== self.id) return session.fail(WireCode.unauthorized, 'the token is not good')
  session.trustUntil(proof.expiresAt)
  session.send({ type: 'tokenTaken', expiresIn: proof.expiresAt - Date.now() })
}

async function sendMessage(
  session: Session, self: WirePerson, frame: SendFrame, before: Promise<void>,
): Promise<void> {
  const { store, hub } = session.services
  const { id, conversation, content } = frame
  const problem = contentProblem(content)
  if (problem !== undefined) {
    await before
    return session.refuse(id, WireCode.badContent, problem)
  }

  // Nothing may be awaited from here on: the store answers in the order of the log, and so events go out in it.
  const result = await store.append({ conversation, id, from: self, content })
  switch (result.outcome) {
    case 'notMember':
      return session.refuse(id, WireCode.notFound, 'no such conversation')
    case 'idTaken':
      return session.refuse(id, WireCode.badContent, 'this id was used in another conversation')
    case 'repeated':
      return session.send({ type: 'ack', id, conversation, seq: result.seq, at: result.at })
    case 'stored':
      session.send({ type: 'ack', id, conversation, seq: result.event.seq, at: result.event.at })
      hub.toConversation(conversation, { type: 'event', conversation, event: result.event })
  }
}

async function openDirect(session: Session, self: WirePerson, frame: OpenFrame): Promise<void> {
  const { store, hub } = session.services
  const { id, person } = frame
  if (person === self.id) return session.refuse(id, WireCode.badContent, 'that is you')
  const opened = await store.openDirect(self.id, person)
  if (!opened) return session.refuse(id, WireCode.notFound, 'no such person')

  if (opened.created) {
    for (const member of [self.id, person]) hub.subscribePerson(member, opened.id)
  }
  const mine = await store.conversation(opened.id, self.id)
  if (!mine) return session.refuse(id, WireCode.notFound, 'no such conversation')
  session.send({ type: 'conversation', id, conversation: mine })
  if (!opened.created) return

  hub.toPerson(self.id, { type: 'conversation', conversation: mine }, session)
  const theirs = await store.conversation(opened.id, person)
  if (theirs) hub.toPerson(person, { type: 'conversation', conversation: theirs })
}
