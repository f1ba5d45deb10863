/** What a room needs when something is tapped: browsers load it later. */
import { later } from '../composables/later'

export { useParts } from '../composables/later'
export const ChatActs = later(() => import('../chat-acts/chat-acts.vue'))
export const ChatForward = later(() => import('../chat-forward/chat-forward.vue'), true)
export const ChatPeople = later(() => import('../chat-people/chat-people.vue'), true)
export const ChatReaders = later(() => import('../chat-readers/chat-readers.vue'), true)
export const ChatRecorder = later(() => import('../chat-recorder/chat-recorder.vue'))
export const ChatSelection = later(() => import('../chat-selection/chat-selection.vue'))
export const ChatViewer = later(() => import('../chat-viewer/chat-viewer.vue'))
