import { Redis } from 'ioredis'
import { StoreError } from '../store'

// All times in ms. Redis answers at once or, while the disk is slow, late; after so long without a byte it is gone.
const silence = 10_000
const connectTime = 5000
const longestPause = 1000

/** What is told of a connection. */
export interface ConnectionOptions {
  /** What it is for, as its name in Redis and in the log. */
  name: string
  /** Takes one line about what happened. */
  log(line: string): void
}

/**
 * Connects to Redis. When the connection breaks, all that was not answered is rejected, and so is all that is asked for
 * until it is there again, for which it tries by itself: nothing is kept to be done later, as its client would have
 * come again by then.
 * @throws {@link StoreError} if it can't be reached now
 */
export async function connect(url: string, { name, log }: ConnectionOptions): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectionName: `chat-${name}`,
    connectTimeout: connectTime,
    socketTimeout: silence,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    // What is on its way when the connection breaks is rejected at once.
    maxRetriesPerRequest: 0,
    retryStrategy: times => Math.min(50 * 2 ** Math.min(times, 10), longestPause),
    // A replica that was the first until now: the address may lead to another one.
    reconnectOnError: error => error.message.startsWith('READONLY'),
  })
  // An error is always followed by a close; why it did is worth a line, once per break.
  let reason = ''
  let away = false
  redis.on('error', (error: Error) => {
    reason = reasonOf(error)
  })
  const failed = new Promise<never>((_, reject) => redis.once('error', reject))
  try {
    await Promise.race([redis.connect(), failed])
  } catch (error) {
    redis.disconnect()
    throw new StoreError(`cannot reach Redis at ${placeOf(url)}: ${reason || reasonOf(error)}`)
  }
  redis.on('close', () => {
    if (!away) log(`redis ${name}: the connection broke${reason && ` (${reason})`}`)
    away = true
  })
  redis.on('ready', () => {
    log(`redis ${name}: connected again`)
    away = false
    reason = ''
  })
  return redis
}

/** Host and port alone: an address may have a password in it. */
export function placeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'an address that is none'
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  // Of an address with several numbers each has failed, and the message is empty.
  const text = error.message || ('code' in error ? String(error.code) : error.name)
  return text.replace(/\s+/g, ' ')
}
