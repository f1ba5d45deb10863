import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import App from './App.vue'
import { useAccountStore } from './stores/account'
import { createChatKit } from './uni_modules/chat-kit/index'

export function createApp() {
  const app = createSSRApp(App)
  const pinia = createPinia()
  app.use(pinia)
  app.use(createChatKit({ url: import.meta.env.VITE_CHAT_URL, getToken: () => useAccountStore(pinia).token }))
  return { app }
}
