/** What a list of conversations needs when something is tapped: browsers load it later. */
import { later } from '../composables/later'

export { useParts } from '../composables/later'
export const ChatCellMenu = later(() => import('../chat-cell-menu/chat-cell-menu.vue'))
export const ChatSearch = later(() => import('../chat-search/chat-search.vue'), true)
