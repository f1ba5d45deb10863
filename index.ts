/** What a project imports from `uni-chat-kit`. The components come by easycom. */
import type {} from './global'

export { createChatKit, type ChatKitOptions, useChatKit } from './store/kit'
export { useConnectionStore } from './store/connection'
export { useConversationsStore } from './store/conversations'
export { useDraftsStore } from './store/drafts'
export { useFacesStore } from './store/faces'
export { useGroupsStore } from './store/groups'
export { type Found, type Hit, type PartView, useHistoryStore, type Version } from './store/history'
export { useMessagesStore, type MessagesView } from './store/messages'
export { usePeopleStore } from './store/people'
export { usePlayerStore } from './store/player'
export { type Presence, usePresenceStore } from './store/presence'
export { type Reader, useReadsStore } from './store/reads'
export { useSettingsStore } from './store/settings'
export { type AnswerState, isAnswer, useStreamsStore } from './store/streams'
export { type SocketEvents, useSocketStore } from './store/socket'
export { useUploadsStore } from './store/uploads'
export { type FileLinkRef, useFileLink } from './store/file-links'
export { useLocale, useWords } from './store/words'
export { useWide } from './components/chat-panes/use-wide'

export type { ComposerAction } from './components/chat-composer/actions'
export { type Theme, type Token, tokens } from './components/tokens'
export type { Draft as ConversationDraft, EmojiHabits } from './src/storage/drafts'
export { totalUnread } from './src/content/order'
export * as Reason from './src/connection/reason'
export type { ConnectionState } from './src/connection/states'
export type { GetToken, TokenRequest } from './src/connection/token'
export type { LogLevel, OnLog } from './src/engine'
export { presenceLine, typingLine } from './src/content/presence'
export { type Rights, rightsOf } from './src/content/rights'
export {
  actionsFor, type ActionName, type ActionSetting, type MessageAction, type OwnAction,
} from './src/content/actions'
export type { OpenTarget } from './src/content/target'
export type { Locale } from './src/locale/locale'
export type { Words } from './src/locale/words'
export type {
  Content, ContentKinds, ReceivedContent, RecalledContent, SystemContent, UnsupportedContent,
} from './src/model/content'
export type {
  AnswerEnd, CardContent, FileContent, ForwardContent, ForwardedItem, ImageContent, LinkContent, LocationContent,
  MarkdownContent, VideoContent, VoiceContent,
} from './src/kinds/index'
export type { Point } from './src/content/target'
export type { Conversation, Reached } from './src/model/conversation'
export type { Amendable, MessageEntry, Quote, Reaction } from './src/model/entry'
export { ChatError } from './src/model/error'
export * as ErrorCode from './src/model/error-code'
export type { Message, MessageStatus } from './src/model/message'
export { type AnyKind, type KindDefinition, type KnownKind, kindOf } from './src/model/kinds'
export type { Member, Person, Role, Writers } from './src/model/person'
export type { Draft, DraftExtras } from './src/model/write'
export { defineProtocol, textOf } from './src/protocols/define'
export type {
  Answering, DefinedHeartbeat, DefinedProtocol, HistoryQuery, LinkContext, News, OutgoingMessage, ProtocolDefinition,
  Room, Said,
} from './src/protocols/define'
export type {
  Capabilities, HeartbeatKind, Protocol, ProtocolHost, ProtocolSession,
} from './src/protocols/protocol'
export type { LoadState } from './src/sync/loader'
export type { FileLink, ShortLink } from './src/uploads/file-links'
export {
  type StopSignal, type Upload, type Uploaded, type UploadFile, UploadProblem, type UploadReason, type UploadTell,
} from './src/uploads/upload'
