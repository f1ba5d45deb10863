import type { GetToken } from '../src/connection/token'
import { createAlarm } from '../src/platform/alarm'
import { sendFile as sendByPlatform } from '../src/platform/send-file'
import type { Platform } from '../src/platform/types'
import type { FileLink } from '../src/uploads/file-links'
import { type Upload, UploadProblem, type UploadReason } from '../src/uploads/upload'

/** What the reference server's files need. */
export interface ServerFilesOptions {
  /** Where the server speaks HTTP: `https://example.com/v1`. */
  httpUrl: string
  getToken: GetToken
  platform: Pick<Platform, 'clock' | 'request'>
  /** @default the platform's */
  sendFile?: typeof sendByPlatform
}

/** The longest file that the reference server takes, in bytes. What is longer isn't even begun. */
const MOST_BYTES = 20_971_520
/** Nothing may happen for so long before an upload is given up and tried again, in ms. */
const PATIENCE = 45_000
/** How long the answer with a link may take, in ms. */
const LINK_PATIENCE = 15_000

const reasons: Readonly<Record<number, UploadReason>> = {
  400: 'failed', 403: 'refused', 404: 'refused', 413: 'tooLarge', 415: 'wrongType', 507: 'full',
}

interface Answered {
  status: number
  body: string
}

/** Uploads files to the reference server, and gets links to show them by: see `docs/protocol.md`, "Files". */
export function serverFiles(options: ServerFilesOptions): { upload: Upload, fileLink: FileLink } {
  const { httpUrl, getToken, sendFile = sendByPlatform, platform } = options
  const files = `${httpUrl}/files`

  /** Does it with the token, and once more with a new one if that is refused. */
  async function withToken(work: (headers: { Authorization: string }) => Promise<Answered>): Promise<Answered> {
    const bearer = async (refresh: boolean) => ({ Authorization: `Bearer ${await getToken({ refresh }) ?? ''}` })
    const answered = await work(await bearer(false))
    return answered.status === 401 ? work(await bearer(true)) : answered
  }

  const upload: Upload = async ({ path, name, size, conversationId }, { progress, signal }) => {
    if (size > MOST_BYTES) throw new UploadProblem('tooLarge')
    const about = { 'X-Conversation': conversationId, 'X-File-Name': encodeName(name) }
    const { status, body } = await withToken(token => new Promise<Answered>((resolve, reject) => {
      if (signal.aborted) return reject(new Error('given up'))
      const alarm = createAlarm(platform.clock)
      const end = (tell: () => void): void => {
        alarm.stop()
        tell()
      }
      const giveUp = (why: string): void => {
        task.abort()
        end(() => reject(new Error(why)))
      }
      const wait = (): void => alarm.set(PATIENCE, () => giveUp('nothing moves'))
      const task = sendFile({ url: files, headers: { ...token, ...about }, path }, {
        progress(part) {
          wait()
          progress(part)
        },
        done: (status, body) => end(() => resolve({ status, body })),
        failed: (message, gone) => end(() => reject(gone ? new UploadProblem('gone', message) : new Error(message))),
      })
      wait()
      signal.addEventListener('abort', () => giveUp('given up'))
    }))
    if (status !== 200) {
      const why = reasons[status]
      throw why ? new UploadProblem(why, `HTTP ${status}`) : new Error(`HTTP ${status}`)
    }
    const { id, type } = JSON.parse(body) as { id?: unknown, type?: unknown }
    if (typeof id !== 'string' || !isId(id)) throw new UploadProblem('failed', 'the answer has no id')
    return { url: `${files}/${id}`, type: typeof type === 'string' ? type : undefined }
  }

  const fileLink: FileLink = async (url) => {
    const id = idIn(url, files)
    if (id === null) return url
    const { status, body } = await withToken(headers => ask(`${files}/${id}/link`, headers))
    // It looked like one of ours, and isn't: it is shown as what it is, and never gets the token.
    if (status === 404) return url
    if (status !== 200) throw new Error(`HTTP ${status}`)
    const link = JSON.parse(body) as { url?: unknown, expiresIn?: unknown }
    if (typeof link.url !== 'string' || typeof link.expiresIn !== 'number') throw new Error('the answer is no link')
    return { url: httpUrl.replace(/^(https?:\/\/[^/]+).*$/, '$1') + link.url, expiresIn: link.expiresIn }
  }

  function ask(url: string, headers: Record<string, string>): Promise<Answered> {
    return new Promise((resolve, reject) => {
      platform.request({ method: 'POST', url, headers, timeout: LINK_PATIENCE, stream: false }, {
        chunk() {},
        done: (status, body) => resolve({ status, body }),
        failed: message => reject(new Error(message)),
      })
    })
  }

  return { upload, fileLink }
}

const isId = (id: string): boolean => /^[\w-]{1,100}$/.test(id)

/**
 * The id of a file of the reference server, or null for any other address. The same server has other origins for those
 * behind a proxy or in another network, so only the path has to be ours: the token goes to our own origin alone.
 */
function idIn(url: string, files: string): string | null {
  const path = (address: string): string => address.replace(/^https?:\/\/[^/]+/, '')
  const own = `${path(files)}/`
  const id = /^https?:\/\//.test(url) && path(url).startsWith(own) ? path(url).slice(own.length) : ''
  return isId(id) ? id : null
}

/** Percent-encoded UTF-8; without any half of a surrogate pair, which can't be encoded. */
function encodeName(name: string): string {
  try {
    return encodeURIComponent(name)
  } catch {
    return encodeURIComponent(name.replace(/[\ud800-\udfff]/g, ''))
  }
}
