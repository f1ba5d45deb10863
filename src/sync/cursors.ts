import { ChatError } from '../model/error'
import type { DeliveredCommand, ReadCommand } from '../model/events'
import { createAlarm } from '../platform/alarm'
import type { Clock } from '../platform/types'

type CursorCommand = ReadCommand | DeliveredCommand

/** How long cursors that move again are held back, in ms. */
const PAUSE = 500
/** How many cursors the server takes in one command. */
const MOST = 100

/**
 * Tells the server how far this person has come: the first move at once, the next ones together.
 * @param transmit hands a command to the connection; throws a ChatError when it is too long
 */
export function createCursors(clock: Clock, transmit: (command: CursorCommand) => boolean) {
  const reads = new Map<string, number>()
  const delivered = new Map<string, number>()
  const pause = createAlarm(clock)

  function flush(): void {
    if (reads.size + delivered.size === 0) return
    for (const [conversationId, seq] of reads) tell({ type: 'read', conversationId, seq })
    const cursors = [...delivered].map(([conversationId, seq]) => ({ conversationId, seq }))
    while (cursors.length > 0) tell({ type: 'delivered', cursors: cursors.splice(0, MOST) })
    reads.clear()
    delivered.clear()
    pause.set(PAUSE, flush)
  }

  function tell(command: CursorCommand): void {
    try {
      transmit(command)
    } catch (error) {
      // Longer than the server takes, it says: there is nobody to tell, as a cursor has no answer anyway.
      if (!(error instanceof ChatError)) throw error
    }
  }

  return {
    tellRead(conversationId: string, seq: number): void {
      reads.set(conversationId, seq)
      if (!pause.isSet) flush()
    },

    tellDelivered(conversationId: string, seq: number): void {
      delivered.set(conversationId, seq)
      // Nobody waits for it, and more will follow.
      if (!pause.isSet) pause.set(PAUSE, flush)
    },

    /** There is another link, or none: what the next welcome lacks is told again. */
    reset(): void {
      reads.clear()
      delivered.clear()
      pause.stop()
    },
  }
}
