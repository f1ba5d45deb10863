import { createPinia } from 'pinia'
import { createChatKit } from 'uni-chat-kit'
import { createSSRApp } from 'vue'
import App from './App.vue'
import { useAccountStore } from './stores/account'

export function createApp() {
  const app = createSSRApp(App)
  const pinia = createPinia()
  app.use(pinia)
  app.use(createChatKit({ url: import.meta.env.VITE_CHAT_URL, getToken: () => useAccountStore(pinia).token }))
  return { app }
}
