import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import { createChatKit } from '../../store/kit'
import App from './App.vue'
import { inMemory } from './in-memory'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia())
  app.use(createChatKit({ url: 'wss://nowhere.test/v1/ws', protocol: inMemory, getToken: () => 'me', locale: 'en' }))
  return { app }
}
