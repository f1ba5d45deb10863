import { createPinia } from 'pinia'
import { createSSRApp } from 'vue'
import App from './App.vue'
import { setApp } from './kit'

export function createApp() {
  const app = createSSRApp(App)
  app.use(createPinia())
  setApp(app)
  return { app }
}
