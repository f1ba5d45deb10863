/** What a project imports from `uni-chat-kit`. The components come by easycom. */

export { createChatKit, type ChatKitOptions } from './store/kit'
export { useConnectionStore } from './store/connection'
export { useConversationsStore } from './store/conversations'
export { useMessagesStore, type MessagesView } from './store/messages'
export { usePeopleStore } from './store/people'
export { useLocale, useWords } from './store/words'

export { Reason, type ConnectionState } from './src/connection/states'
export type { Locale } from './src/locale/locale'
export type { Words } from './src/locale/words'
export type { Content, ContentKinds, ReceivedContent, UnsupportedContent } from './src/model/content'
export type { Conversation } from './src/model/conversation'
export { ChatError, ErrorCode } from './src/model/error'
export type { LogEntry, Message, MessageStatus } from './src/model/message'
export type { Person } from './src/model/person'
export type { LoadState } from './src/sync/loader'
