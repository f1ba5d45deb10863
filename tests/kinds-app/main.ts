import { createSSRApp } from 'vue'
import App from './App.vue'
import { builtInKinds } from '../../src/kinds/index'
import { registerKind } from '../../src/model/kinds'
import { provideWords } from '../../store/words'

builtInKinds.forEach(registerKind)

export function createApp() {
  const app = createSSRApp(App)
  provideWords(app)
  return { app }
}
