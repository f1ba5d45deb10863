/** What a composer needs when something is tapped: browsers load it later. */
import { later } from '../composables/later'

export { useParts } from '../composables/later'
export const ChatEmoji = later(() => import('../chat-emoji/chat-emoji.vue'), true)
export const ChatMentions = later(() => import('../chat-mentions/chat-mentions.vue'))
export const ChatMore = later(() => import('../chat-more/chat-more.vue'), true)
