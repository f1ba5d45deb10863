/** What a token is asked for. */
export interface TokenRequest {
  /** Whether the one given last is of no use any more: expired, or refused by the server. */
  readonly refresh: boolean
}

/** A value, now or later. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Gives a token, or nothing (null or '') while nobody is signed in. */
export type GetToken = (request: TokenRequest) => MaybePromise<string | null>

/** What `getToken` threw, in words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export type TokenSource = ReturnType<typeof createTokenSource>

/**
 * Asks the app for tokens: once, however many want one at the same time. It keeps none for later, so that the app's own
 * storage is the only truth, and a person who signed out is gone.
 */
export function createTokenSource(getToken: GetToken) {
  let asking: Promise<string | null> | null = null
  let spoilt = false

  async function ask(): Promise<string | null> {
    const refresh = spoilt
    const token = await getToken({ refresh })
    if (refresh) spoilt = false
    return token || null
  }

  return {
    /** The token to use now; rejects as `getToken` does. */
    get(): Promise<string | null> {
      asking ??= ask().finally(() => { asking = null })
      return asking
    },

    /** The token given last is of no use any more: the next one must be new. */
    spoil(): void {
      spoilt = true
    },
  }
}
