import type { EditsFrame, HideFrame, PinsFrame, SearchFrame, WirePerson } from '../src/protocols/native/wire'
import * as WireCode from '../src/protocols/native/wire-code'
import { limits } from './limits'
import { search, searchProblem } from './search'
import type { Session } from './session'

// What people ask of messages, and hide from themselves. The store gives nothing to who is no member.

export async function hideMessages(session: Session, self: WirePerson, frame: HideFrame): Promise<void> {
  const { store, hub } = session.services
  const { id, conversation } = frame
  const hidden = await store.hide(conversation, self.id, [...new Set(frame.seqs)])
  if (!hidden) return session.refuse(id, WireCode.notFound, 'no such conversation')
  session.send({ type: 'hidden', id, conversation, ...hidden })
  if (hidden.seqs.length === 0) return
  hub.hid(self.id, { type: 'hidden', conversation, ...hidden })
  // Another message may be the last one now.
  const mine = await store.conversation(conversation, self.id)
  if (mine) session.send({ type: 'conversation', conversation: mine })
  await hub.opened(conversation, [self.id], session)
}

export async function tellPins(session: Session, self: WirePerson, { id, conversation }: PinsFrame): Promise<void> {
  const events = await session.services.store.pins(conversation, self.id)
  if (!events) return session.refuse(id, WireCode.notFound, 'no such conversation')
  session.send({ type: 'pins', id, conversation, events })
}

export async function tellEdits(session: Session, self: WirePerson, frame: EditsFrame): Promise<void> {
  const { id, conversation, seq } = frame
  const versions = await session.services.store.versions(conversation, self.id, seq)
  if (!versions) return session.refuse(id, WireCode.notFound, 'no such message')
  session.send({ type: 'edits', id, conversation, seq, versions })
}

export async function searchMessages(session: Session, self: WirePerson, frame: SearchFrame): Promise<void> {
  const { store, metrics } = session.services
  const { id } = frame
  const problem = searchProblem(frame)
  if (problem !== undefined) return session.refuse(id, WireCode.badContent, problem)
  const found = await search(store, self.id, frame)
  if (!found) return session.refuse(id, WireCode.notFound, 'no such conversation')
  const { looked, ...answer } = found
  metrics.searched.inc(looked)
  session.send({ type: 'found', id, ...answer })
  session.charge(Math.floor(looked / limits.searchCost))
}
