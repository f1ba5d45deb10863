import { ChatError } from '../model/error'
import * as ErrorCode from '../model/error-code'
import type { Words } from '../locale/words'

const names: Readonly<Record<number, keyof Words['problems']>> = {
  [ErrorCode.offline]: 'offline',
  [ErrorCode.timeout]: 'offline',
  [ErrorCode.connectionLost]: 'offline',
  [ErrorCode.refused]: 'refused',
  // What the native protocol says; a server of one's own may say the same.
  4003: 'forbidden',
  4004: 'gone',
  4022: 'refused',
  4029: 'tooMany',
}

/** Why something couldn't be done, in words for people. */
export function problemLine(error: unknown, words: Words): string {
  return words.problems[(error instanceof ChatError ? names[error.code] : undefined) ?? 'failed']
}
