/** What the details of a room need when something is tapped: browsers load it later. */
import { later } from '../composables/later'

export { useParts } from '../composables/later'
export const ChatEdit = later(() => import('../chat-edit/chat-edit.vue'), true)
export const ChatPeople = later(() => import('../chat-people/chat-people.vue'), true)
export const ChatPins = later(() => import('../chat-pins/chat-pins.vue'), true)
