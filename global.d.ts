/** Types of the components for editors, and of what the build provides. */
/// <reference types="vite/client" />
/// <reference types="@dcloudio/types" />

declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent<object, object, unknown>
  export default component
}

declare module 'vue' {
  export interface GlobalComponents {
    ChatAvatar: typeof import('./components/chat-avatar/chat-avatar.vue')['default']
    ChatBanner: typeof import('./components/chat-banner/chat-banner.vue')['default']
    ChatComposer: typeof import('./components/chat-composer/chat-composer.vue')['default']
    ChatConversationCell: typeof import('./components/chat-conversation-cell/chat-conversation-cell.vue')['default']
    ChatConversations: typeof import('./components/chat-conversations/chat-conversations.vue')['default']
    ChatField: typeof import('./components/chat-field/chat-field.vue')['default']
    ChatMessage: typeof import('./components/chat-message/chat-message.vue')['default']
    ChatMessageList: typeof import('./components/chat-message-list/chat-message-list.vue')['default']
    ChatNotice: typeof import('./components/chat-notice/chat-notice.vue')['default']
    ChatRoom: typeof import('./components/chat-room/chat-room.vue')['default']
  }

  // uni-app's own option of a component.
  interface ComponentCustomOptions {
    options?: { virtualHost?: boolean, styleIsolation?: 'isolated' | 'apply-shared' | 'shared' }
  }
}

export {}
