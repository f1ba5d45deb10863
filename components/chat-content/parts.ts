/** What not every message needs: browsers load it later. */
import { later } from '../composables/later'

export const ChatMarkdown = later(() => import('../chat-markdown/chat-markdown.vue'))
