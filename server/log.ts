import { pino } from 'pino'

/** How much is logged, from most to nothing. */
export const levels = ['debug', 'info', 'warn', 'error', 'silent'] as const

/** One of {@link levels}. */
export type Level = typeof levels[number]

/** How grave a line is (`info` if it isn't said), and the numbers that belong to it. */
export interface Details {
  level?: Exclude<Level, 'silent'>
  [name: string]: string | number | undefined
}

/** Takes one line about what happened; never contents, names or tokens. */
export type Log = (line: string, details?: Details) => void

/** Logs to stderr: one JSON object a line, with `level`, `time` (ISO 8601), `pid`, `msg` and the numbers. */
export function createLog(level: Level): Log {
  const logger = pino({
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    // What is logged last must be there when the process ends.
  }, pino.destination({ dest: 2, sync: true }))
  return (line, { level: grave = 'info', ...numbers } = {}) => logger[grave](numbers, line)
}
