import type { Platform, SocketTask } from '../platform/types'
import type { Link, LinkEnd, LinkListener, Transport } from './transport'

/** A WebSocket by `uni.connectSocket`, on every platform that uni-app has. */
export function websocket(url: string, platform: Platform, protocols?: string[]): Transport {
  return { name: 'websocket', open: listener => openSocket(listener, () => platform.connectSocket({ url, protocols })) }
}

function openSocket(listener: LinkListener, connect: () => SocketTask): Link {
  let live = true
  let task: SocketTask | undefined

  // Error without close, close without error, both in either order: whatever comes first ends the link.
  const end = (reason: LinkEnd): void => {
    if (!live) return
    live = false
    closeTask()
    listener.ended(reason)
  }
  const closeTask = (): void => {
    try {
      task?.close({ code: 1000, reason: '' })
    } catch {
      // It was closed already: some platforms throw then.
    }
  }

  try {
    task = connect()
    task.onOpen(() => {
      if (live) listener.opened()
      else closeTask()
    })
    task.onMessage(({ data }) => {
      if (live) listener.frame(data)
    })
    task.onError(error => end({ message: error?.errMsg || 'socket error' }))
    task.onClose(close => end({ code: close?.code, message: close?.reason || 'socket closed' }))
  } catch (error) {
    // For example an address that the platform refuses. Told later, as a transport never ends within `open`.
    const message = String(error)
    platformLater(() => end({ message }))
  }

  return {
    send(frame) {
      if (!live) return
      try {
        task?.send({ data: frame, fail: error => end({ message: error?.errMsg || 'send failed' }) })
      } catch (error) {
        end({ message: String(error) })
      }
    },
    close() {
      live = false
      closeTask()
    },
  }
}

function platformLater(callback: () => void): void {
  void Promise.resolve().then(callback)
}
