import { systemClock } from './clock'
import { uniStorage } from './storage'
import { request } from './request'
import type { LifecycleListener, Platform, SocketTask } from './types'

/** The platform that uni-app runs on. Nothing outside this folder calls `uni.*`, `window` or `document`. */
export const uniPlatform: Platform = {
  clock: systemClock,
  storage: uniStorage,
  random: () => Math.random(),
  connectSocket({ url, protocols }) {
    // Without one of its callbacks, `uni.connectSocket` gives a Promise instead of the task.
    return uni.connectSocket({ url, protocols, complete() {} }) as unknown as SocketTask
  },
  request,
  watchLifecycle,
  language: () => uni.getLocale(),
}

function watchLifecycle(listener: LifecycleListener): () => void {
  const network = (status: { isConnected: boolean }): void => {
    if (status.isConnected) listener.wake()
    else listener.offline()
  }
  uni.onNetworkStatusChange(network)

  // #ifdef H5
  // A page in a background tab goes on running, only slower: it keeps its connection. A frozen one doesn't.
  const visible = (): void => {
    if (document.visibilityState === 'visible') listener.wake()
  }
  const shown = (event: PageTransitionEvent): void => {
    if (event.persisted) listener.wake()
  }
  const hidden = (event: PageTransitionEvent): void => {
    if (event.persisted) listener.sleep()
  }
  document.addEventListener('visibilitychange', visible)
  window.addEventListener('pageshow', shown)
  window.addEventListener('pagehide', hidden)
  return () => {
    uni.offNetworkStatusChange(network)
    document.removeEventListener('visibilitychange', visible)
    window.removeEventListener('pageshow', shown)
    window.removeEventListener('pagehide', hidden)
  }
  // #endif

  // #ifndef H5
  const show = (): void => listener.wake()
  const hide = (): void => listener.sleep()
  uni.onAppShow(show)
  uni.onAppHide(hide)
  return () => {
    uni.offNetworkStatusChange(network)
    uni.offAppShow(show)
    uni.offAppHide(hide)
  }
  // #endif
}
