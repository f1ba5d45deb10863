import { createSSRApp } from 'vue'
import App from './App.vue'
import { provideWords } from '../../store/words'

export function createApp() {
  const app = createSSRApp(App)
  provideWords(app)
  return { app }
}
