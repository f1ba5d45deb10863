import type { App } from 'vue'
import { useConnectionStore } from '../../store/connection'
import { useConversationsStore } from '../../store/conversations'
import { createChatKit } from '../../store/kit'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'
import { type AdapterName, protocols } from './protocols'

/** Which server this is about, and who one is: the page's query. */
export interface Choice {
  readonly adapter: AdapterName
  readonly url: string
  readonly name: string
  readonly token: string
  readonly room: string
}

/** What the tests read and do, from outside. */
export interface Controls {
  state(): string
  welcomes(): number
  unread(): number | undefined
  members(): number | undefined
  /** Whether all that one has said is stored. */
  allSent(): boolean
  /** Whether one looks at the room. */
  look(at: boolean): void
  end(): void
}

let app: App | undefined
let isBegun = false

/** The app that the kit comes into. */
export function setApp(made: App): void {
  app = made
}

/** Begins to speak to a server, and to no other any more. */
export function begin({ adapter, url, name, token }: Choice): void {
  end()
  isBegun = true
  app?.use(createChatKit({ url, protocol: protocols[adapter](name), getToken: () => token, httpUrl: null }))
}

/** Speaks to nobody any more, and forgets what was said. */
export function end(): void {
  if (!isBegun) return
  isBegun = false
  useConnectionStore().close()
  const pinia = app?.config.globalProperties.$pinia
  for (const use of [useMessagesStore, useConversationsStore, usePeopleStore, useConnectionStore]) {
    use().$dispose()
    delete pinia?.state.value[use.$id]
  }
}

/** Hands the controls to the tests. */
export function expose({ room }: Choice, look: (at: boolean) => void): void {
  const connection = useConnectionStore()
  const conversations = useConversationsStore()
  const messages = useMessagesStore()
  const controls: Controls = {
    state: () => connection.state,
    welcomes: () => connection.counters().welcomes,
    unread: () => conversations.get(room)?.unread,
    members: () => conversations.get(room)?.members,
    allSent: () => messages.view(room).messages.every(({ own, status }) => !own || status === 'sent'),
    look, end,
  }
  // #ifdef H5
  Object.assign(window, { kit: controls })
  // #endif
  // #ifndef H5
  Object.assign(getApp().globalData ?? {}, { kit: controls })
  // #endif
}
