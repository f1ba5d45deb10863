/** What a project imports from `uni-chat-kit`. The components come by easycom. */

export { createChatKit, type ChatKitOptions } from './store/kit'
export { useConnectionStore } from './store/connection'
export { useConversationsStore } from './store/conversations'
export { useGroupsStore } from './store/groups'
export { useMessagesStore, type MessagesView } from './store/messages'
export { usePeopleStore } from './store/people'
export { type SocketEvents, useSocketStore } from './store/socket'
export { useLocale, useWords } from './store/words'

export * as Reason from './src/connection/reason'
export type { ConnectionState } from './src/connection/states'
export type { GetToken, TokenRequest } from './src/connection/token'
export type { LogLevel, OnLog } from './src/engine'
export type { Locale } from './src/locale/locale'
export type { Words } from './src/locale/words'
export type {
  Content, ContentKinds, ReceivedContent, RecalledContent, SystemContent, UnsupportedContent,
} from './src/model/content'
export type { Conversation, Reached } from './src/model/conversation'
export type { Amendable, MessageEntry, Reaction } from './src/model/entry'
export { ChatError } from './src/model/error'
export * as ErrorCode from './src/model/error-code'
export type { Message, MessageStatus } from './src/model/message'
export type { Member, Person, Role } from './src/model/person'
export { defineProtocol, textOf } from './src/protocols/define'
export type {
  DefinedHeartbeat, DefinedProtocol, HistoryQuery, LinkContext, News, OutgoingMessage, ProtocolDefinition, Room, Said,
} from './src/protocols/define'
export type {
  Capabilities, HeartbeatKind, Protocol, ProtocolHost, ProtocolSession,
} from './src/protocols/protocol'
export type { LoadState } from './src/sync/loader'
