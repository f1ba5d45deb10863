import type { Conversation, Reached } from './conversation'
import type { LogEntry } from './entry'
import type { Person, Role, Writers } from './person'
import type { Fields } from './read'
import type { Target, Write } from './write'

/** The server has let us in. */
export interface WelcomeEvent {
  readonly type: 'welcome'
  readonly self: Person
  readonly conversations: readonly Conversation[]
  /** Whether these are all there are: one that was known and is missing is none of this person's any more. */
  readonly whole?: boolean
  readonly limits: Limits
  /** How long it may be quiet before we should ping, in ms, or 0. */
  readonly heartbeat: number
  /** How long the token will hold, in ms, if it doesn't hold for ever. */
  readonly tokenExpiresIn?: number
}

/** The server wants a new token, soon. */
export interface TokenWantedEvent {
  readonly type: 'tokenWanted'
}

/** The server has taken a new token. */
export interface TokenTakenEvent {
  readonly type: 'tokenTaken'
  /** How long it will hold, in ms, if it doesn't hold for ever. */
  readonly expiresIn?: number
}

/** What was written is stored at this place. */
export interface AckedEvent {
  readonly type: 'acked'
  readonly id: string
  readonly conversationId: string
  readonly seq: number
  readonly at: number
}

/** A new entry of a log. */
export interface LoggedEvent {
  readonly type: 'logged'
  readonly conversationId: string
  readonly entry: LogEntry
}

/** The answer to a `history` command, in rising order of `seq`. */
export interface PageEvent {
  readonly type: 'page'
  readonly id: string
  readonly conversationId: string
  readonly epoch: string
  readonly head: number
  readonly entries: readonly LogEntry[]
}

/** A conversation to list; with `id`, the answer to an `open` or `create` command. */
export interface ConversationEvent {
  readonly type: 'conversation'
  readonly id?: string
  readonly conversation: Conversation
}

/** This person is no member of a conversation any more. */
export interface LeftEvent {
  readonly type: 'left'
  readonly conversationId: string
}

/** The answer to any other command. Whoever asked reads it: see `store/answers.ts`. */
export interface AnswerEvent {
  readonly type: 'answer'
  readonly id: string
  readonly value: Fields
}

/** Something that passes, and that nobody misses who wasn't there: somebody types, say. Whoever listens reads it. */
export interface SignalEvent {
  readonly type: 'signal'
  readonly name: 'typing' | 'presence' | 'seen' | 'hidden' | 'stream'
  readonly value: Fields
}

/** This person has read up to `seq`, here or on another device. It was counted when the log ended at `head`. */
export interface ReadMovedEvent {
  readonly type: 'readMoved'
  readonly conversationId: string
  readonly seq: number
  readonly head: number
  readonly unread: number
  readonly mention: number
}

/** The other person of a direct conversation has come so far. */
export interface ReachedEvent {
  readonly type: 'reached'
  readonly conversationId: string
  readonly reached: Reached
}

/** The server asks for a sign of life: this frame. */
export interface PingEvent {
  readonly type: 'ping'
  readonly answer: string
}

/** The answer to a ping; with an empty id, to whichever is open. */
export interface PongEvent {
  readonly type: 'pong'
  readonly id: string
}

/** With `id`, that command failed; without, the connection is at fault. */
export interface FailedEvent {
  readonly type: 'failed'
  readonly id?: string
  readonly code: number
  readonly message: string
  /** What is refused for good: the token, so that only a new one helps, or this client's version. */
  readonly refusal?: 'token' | 'version'
  /** Wait as long before the next try, in ms. */
  readonly retryAfter?: number
}

/** Nothing this protocol understands; it is counted and dropped. */
export interface IgnoredEvent {
  readonly type: 'ignored'
  readonly why: string
}

/** What a protocol reads out of one frame from the server. */
export type ChatEvent =
  | WelcomeEvent | AckedEvent | LoggedEvent | PageEvent | ConversationEvent | LeftEvent | AnswerEvent
  | SignalEvent | ReadMovedEvent
  | ReachedEvent | PongEvent | PingEvent | TokenWantedEvent | TokenTakenEvent | FailedEvent | IgnoredEvent

/** Store what was written. `id` is the client's own: the same one sent twice is stored once. */
export type WriteCommand = Write & {
  readonly id: string
  readonly conversationId: string
}

/** Fetch a part of a log: just before `before`, just after `after`, or the newest entries. */
export interface HistoryCommand {
  readonly type: 'history'
  readonly id: string
  readonly conversationId: string
  readonly before?: number
  readonly after?: number
  readonly limit: number
}

/** This person has read up to `seq`. */
export interface ReadCommand {
  readonly type: 'read'
  readonly conversationId: string
  readonly seq: number
}

/** These logs have reached this device up to `seq`. */
export interface DeliveredCommand {
  readonly type: 'delivered'
  readonly cursors: readonly { readonly conversationId: string, readonly seq: number }[]
}

/** Find or make the direct conversation with a person. */
export interface OpenCommand {
  readonly type: 'open'
  readonly id: string
  readonly personId: string
}

/** Make a group of oneself and these people. */
export interface CreateCommand {
  readonly type: 'create'
  readonly id: string
  readonly title: string
  readonly people: readonly string[]
}

/** Change a group. It is answered as what is written is. */
export interface ChangeCommand {
  readonly type: 'change'
  readonly id: string
  readonly conversationId: string
  readonly change:
    | 'added' | 'removed' | 'left' | 'role' | 'title' | 'announcement' | 'writers' | 'pinned' | 'unpinned'
  readonly people?: readonly string[]
  readonly role?: Role
  readonly title?: string
  /** What is announced; empty for nothing. */
  readonly text?: string
  readonly writers?: Writers
  /** The message that is pinned or unpinned. */
  readonly target?: Target
}

/** Take messages from this person's view, on all devices. */
export interface HideCommand {
  readonly type: 'hide'
  readonly id: string
  readonly conversationId: string
  readonly seqs: readonly number[]
}

/** How this person wants to have a conversation. It is answered by the conversation. */
export interface SetCommand {
  readonly type: 'set'
  readonly id: string
  readonly conversationId: string
  readonly pinned?: boolean
  readonly muted?: boolean
  readonly hidden?: boolean
  readonly marked?: boolean
  /** Shows nothing any more of what there is up to this `seq`. */
  readonly cleared?: number
}

/** Ask for something about a conversation: which messages are pinned, how far its members have read. */
export interface AboutCommand {
  readonly type: 'pins' | 'reads'
  readonly id: string
  readonly conversationId: string
}

/** Ask for all that a message has said. */
export interface EditsCommand {
  readonly type: 'edits'
  readonly id: string
  readonly conversationId: string
  readonly seq: number
}

/** Look for messages. `before` is the `more` of the last answer. */
export interface SearchCommand {
  readonly type: 'search'
  readonly id: string
  readonly text: string
  readonly conversationId?: string
  readonly before?: string
  readonly limit: number
}

/** Ask who somebody is. */
export interface PersonCommand {
  readonly type: 'person'
  readonly id: string
  readonly personId: string
}

/** This person types, or doesn't any more. */
export interface TypingCommand {
  readonly type: 'typing'
  readonly conversationId: string
  readonly on: boolean
}

/** Tell the others a piece of an answer that one is writing: what stands from `offset` on, in UTF-16 code units. */
export interface PieceCommand {
  readonly type: 'stream'
  readonly conversationId: string
  readonly stream: string
  readonly offset: number
  readonly text: string
}

/** Ask the author of an answer to stop, or to write it again. */
export interface SteerCommand {
  readonly type: 'stream'
  readonly conversationId: string
  readonly stream: string
  readonly personId: string
  readonly ask: 'stop' | 'again'
}

/** Tell from now on whether these people are there. */
export interface WatchCommand {
  readonly type: 'watch'
  readonly people: readonly string[]
}

/** List who is in a conversation: the first ones, or those with a `place` after this one. */
export interface MembersCommand {
  readonly type: 'members'
  readonly id: string
  readonly conversationId: string
  readonly after?: number
  readonly limit: number
}

/** List whom one can write to. */
export interface PeopleCommand {
  readonly type: 'people'
  readonly id: string
}

/** Prove again who one is, as the old token expires. */
export interface TokenCommand {
  readonly type: 'token'
  readonly token: string
}

/** What the kit asks of the server. `id` is made by the client, and comes back with the answer. */
export type ChatCommand =
  | WriteCommand | HistoryCommand | ReadCommand | DeliveredCommand | OpenCommand | CreateCommand | ChangeCommand
  | MembersCommand | PeopleCommand | TokenCommand | HideCommand | SetCommand | AboutCommand | EditsCommand
  | SearchCommand | PersonCommand | TypingCommand | WatchCommand
  | PieceCommand | SteerCommand

type WithoutId<Command> = Command extends { readonly id: string } ? Omit<Command, 'id'> : never

/** A command that is answered under its id, which is given to it when it is sent. */
export type AskCommand = WithoutId<ChatCommand>

/** What the server takes at most. */
export interface Limits {
  /** The longest frame, in bytes. */
  readonly frameBytes: number
  /** The longest text, in UTF-16 code units. */
  readonly textLength: number
}
