import uni from '@dcloudio/vite-plugin-uni'
import { chatKit } from 'uni-chat-kit/vite'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [chatKit(), uni()],
})
