import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'

/** The chat server that the H5 dev server forwards `/v1` to, so that a phone needs to know one address only. */
const chatServer = process.env.CHAT_SERVER ?? 'http://127.0.0.1:8787'

export default defineConfig({
  plugins: [uni()],
  server: {
    proxy: { '/v1': { target: chatServer, ws: true } },
    // The root is also where the tests write: they must not reload the page.
    watch: { ignored: ['**/dist/**', '**/test-results/**', '**/.data/**', '**/tests/**', '**/server/**'] },
  },
})
