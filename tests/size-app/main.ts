import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import '../../components/theme.css'
import { createChatKit } from '../../index'
import App from './App.vue'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia()).use(createChatKit({ url: 'wss://nowhere.test/v1/ws', getToken: () => 'me' }))
  return { app }
}
