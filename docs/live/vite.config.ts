import { resolve } from 'node:path'
import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig } from 'vite'
import { chatKit } from '../../vite'

/** The examples find the kit as a project does; here it is the folder around them. */
const root = resolve(process.env.UNI_INPUT_DIR ?? __dirname, '../..')

export default defineConfig({
  plugins: [chatKit(), uni()],
  resolve: { alias: [{ find: /^uni-chat-kit(?=\/|$)/, replacement: root }] },
})
