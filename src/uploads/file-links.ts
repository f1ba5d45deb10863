import type { Clock } from '../platform/types'

/** A link that is good for a while. */
export interface ShortLink {
  readonly url: string
  /** In ms, from now. */
  readonly expiresIn: number
}

/** Turns the address of a file in a message into one that can be shown now. */
export type FileLink = (url: string) => string | ShortLink | Promise<string | ShortLink>

interface Known {
  readonly link: string
  readonly since: number
  readonly until: number
}

/** A link is renewed so long before it expires, in ms: it has to hold while a picture loads. */
const MARGIN = 30_000
/** A link that is younger is not renewed because a picture failed, in ms: another one would fail as well. */
const YOUNG = 5_000
/** The most links that are known: those used last. */
const MOST = 500

export type FileLinks = ReturnType<typeof createFileLinks>

/** Links of files, fetched once and kept until shortly before they expire. */
export function createFileLinks(resolve: FileLink, clock: Pick<Clock, 'now'>) {
  const known = new Map<string, Known>()
  const asked = new Map<string, Promise<string>>()

  function note(url: string, link: string, expiresIn: number): void {
    const since = clock.now()
    known.delete(url)
    known.set(url, { link, since, until: since + expiresIn - MARGIN })
    const [oldest] = known.keys()
    if (known.size > MOST && oldest !== undefined) known.delete(oldest)
  }

  /** The link to show, if it is there without asking. */
  function now(url: string): string | undefined {
    const found = known.get(url)
    return found && found.until > clock.now() ? found.link : undefined
  }

  async function ask(url: string): Promise<string> {
    try {
      // Also what it throws at once comes later.
      const found = await Promise.resolve(url).then(resolve)
      const { url: link, expiresIn } = typeof found === 'string' ? { url: found, expiresIn: Infinity } : found
      note(url, link, expiresIn)
      return link
    } finally {
      asked.delete(url)
    }
  }

  return {
    now,

    /** The link to show. Rejects as the project's function does. */
    get(url: string): Promise<string> {
      const link = now(url)
      if (link !== undefined) return Promise.resolve(link)
      const asking = asked.get(url) ?? ask(url)
      asked.set(url, asking)
      return asking
    },

    /** What was shown didn't load: the next one to ask gets another link, unless this one is new. */
    renew(url: string): void {
      const found = known.get(url)
      if (found && clock.now() - found.since >= YOUNG) known.delete(url)
    },

    /** A file that was uploaded from here needn't be fetched: it is at this path. */
    put(url: string, path: string): void {
      note(url, path, Infinity)
    },

    /** Forgets all of them. */
    clear(): void {
      known.clear()
    },
  }
}
