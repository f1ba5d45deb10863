import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import App from './App.vue'
import { createChatKit } from './index'
import { order } from './pages/order/order'
import { product, rating } from './pages/service/kinds'
import { session, socketUrl } from './pages/session'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia())
  app.use(createChatKit({
    url: socketUrl, getToken: () => session.token, userId: () => session.id || null, kinds: [order, product, rating],
  }))
  return { app }
}
