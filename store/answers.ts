import { ChatError } from '../src/model/error'
import * as ErrorCode from '../src/model/error-code'
import type { AskCommand } from '../src/model/events'
import type { Fields } from '../src/model/read'
import type { Sync } from '../src/sync/sync'

/**
 * Asks the server for something that only the asking store knows how to read.
 * @throws ChatError when it can't be had now, the server won't give it, or its answer can't be read
 */
export async function answerTo<Value>(sync: Sync, command: AskCommand, read: (from: Fields) => Value): Promise<Value> {
  const { value } = await sync.ask('answer', command)
  try {
    return read(value)
  } catch (error) {
    throw new ChatError(ErrorCode.badAnswer, `the answer to '${command.type}' can't be read`, error)
  }
}
