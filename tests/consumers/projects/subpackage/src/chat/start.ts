import { createChatKit, useChatKit } from 'uni-chat-kit'
import { useAccountStore } from '@/stores/account'

const kit = createChatKit({
  url: import.meta.env.VITE_CHAT_URL,
  getToken: () => useAccountStore().token,
})

/** Brings the kit into the app: called first by every page that shows chat. */
export const useChat = (): void => useChatKit(kit)
