/** What a token is asked for. */
export interface TokenRequest {
  /** Whether the one given last is of no use any more: expired, or refused by the server. */
  readonly refresh: boolean
}

/** A value, now or later. */
export type MaybePromise<Value> = Value | Promise<Value>

/** Gives a token, or nothing (null or '') while nobody is signed in. */
export type GetToken = (request: TokenRequest) => MaybePromise<string | null>

/**
 * Asks the app for tokens: once, however many want one at the same time. It keeps none for later, so that the app's own
 * storage is the only truth, and a person who signed out is gone.
 */
export class TokenSource {
  private asking: Promise<string | null> | null = null
  private spoilt = false

  constructor(private readonly getToken: GetToken) {}

  /** The token to use now; rejects as `getToken` does. */
  get(): Promise<string | null> {
    this.asking ??= this.ask().finally(() => { this.asking = null })
    return this.asking
  }

  /** The token given last is of no use any more: the next one must be new. */
  spoil(): void {
    this.spoilt = true
  }

  private async ask(): Promise<string | null> {
    const refresh = this.spoilt
    const token = await this.getToken({ refresh })
    if (refresh) this.spoilt = false
    return token || null
  }
}
