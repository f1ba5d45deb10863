import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import { createChatKit } from '../../index'
import { order } from '../../pages/order/order'
import App from './App.vue'
import { inMemory } from './backend/protocol'
import { isChinese, theme } from './look'

document.documentElement.dataset.chatTheme = theme

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia())
  app.use(createChatKit({
    url: 'wss://nowhere.invalid/v1/ws', protocol: inMemory, getToken: () => 'me', locale: isChinese ? 'zh-Hans' : 'en',
    fileLink: url => url, kinds: [order],
  }))
  return { app }
}
