/** Types of the components, for editors: whoever imports anything of the kit has them. */
// The kit goes over lists of nodes; uni-app's templates leave this out.
/// <reference lib="dom.iterable" />
import type { Theme } from './components/tokens'

declare module 'vue' {
  export interface GlobalComponents {
    ChatActs: typeof import('./components/chat-acts/chat-acts.vue')['default']
    ChatAvatar: typeof import('./components/chat-avatar/chat-avatar.vue')['default']
    ChatBanner: typeof import('./components/chat-banner/chat-banner.vue')['default']
    ChatCellMenu: typeof import('./components/chat-cell-menu/chat-cell-menu.vue')['default']
    ChatComposer: typeof import('./components/chat-composer/chat-composer.vue')['default']
    ChatContent: typeof import('./components/chat-content/chat-content.vue')['default']
    ChatConversationCell: typeof import('./components/chat-conversation-cell/chat-conversation-cell.vue')['default']
    ChatConversations: typeof import('./components/chat-conversations/chat-conversations.vue')['default']
    ChatCustom: typeof import('./components/chat-custom/chat-custom.vue')['default']
    ChatEdit: typeof import('./components/chat-edit/chat-edit.vue')['default']
    ChatEmoji: typeof import('./components/chat-emoji/chat-emoji.vue')['default']
    ChatField: typeof import('./components/chat-field/chat-field.vue')['default']
    ChatForward: typeof import('./components/chat-forward/chat-forward.vue')['default']
    ChatForwardPicker: typeof import('./components/chat-forward-picker/chat-forward-picker.vue')['default']
    ChatInput: typeof import('./components/chat-input/chat-input.vue')['default']
    ChatMarkdown: typeof import('./components/chat-markdown/chat-markdown.vue')['default']
    ChatMentions: typeof import('./components/chat-mentions/chat-mentions.vue')['default']
    ChatMenu: typeof import('./components/chat-menu/chat-menu.vue')['default']
    ChatMessage: typeof import('./components/chat-message/chat-message.vue')['default']
    ChatMessageList: typeof import('./components/chat-message-list/chat-message-list.vue')['default']
    ChatMore: typeof import('./components/chat-more/chat-more.vue')['default']
    ChatMosaic: typeof import('./components/chat-mosaic/chat-mosaic.vue')['default']
    ChatNotice: typeof import('./components/chat-notice/chat-notice.vue')['default']
    ChatOption: typeof import('./components/chat-option/chat-option.vue')['default']
    ChatPanes: typeof import('./components/chat-panes/chat-panes.vue')['default']
    ChatPeople: typeof import('./components/chat-people/chat-people.vue')['default']
    ChatPinned: typeof import('./components/chat-pinned/chat-pinned.vue')['default']
    ChatPins: typeof import('./components/chat-pins/chat-pins.vue')['default']
    ChatProfile: typeof import('./components/chat-profile/chat-profile.vue')['default']
    ChatReactions: typeof import('./components/chat-reactions/chat-reactions.vue')['default']
    ChatReaders: typeof import('./components/chat-readers/chat-readers.vue')['default']
    ChatRecorder: typeof import('./components/chat-recorder/chat-recorder.vue')['default']
    ChatRoom: typeof import('./components/chat-room/chat-room.vue')['default']
    ChatRoomDetails: typeof import('./components/chat-room-details/chat-room-details.vue')['default']
    ChatRoomHead: typeof import('./components/chat-room-head/chat-room-head.vue')['default']
    ChatRoomInfo: typeof import('./components/chat-room-info/chat-room-info.vue')['default']
    ChatSearch: typeof import('./components/chat-search/chat-search.vue')['default']
    ChatSelection: typeof import('./components/chat-selection/chat-selection.vue')['default']
    ChatViewer: typeof import('./components/chat-viewer/chat-viewer.vue')['default']
  }

  // Tokens complete in `:style`.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a type can't be merged into it
  interface CSSProperties extends Theme {}

  // uni-app's own option of a component.
  interface ComponentCustomOptions {
    options?: { virtualHost?: boolean, styleIsolation?: 'isolated' | 'apply-shared' | 'shared' }
  }
}
