/** What every asynchronous `wx` call answers with; `errMsg` is `name:ok` or `name:fail why`. */
export interface WxResult {
  errMsg: string
  [field: string]: unknown
}

/** The callbacks every asynchronous `wx` call takes. Without any, the call returns a promise. */
export interface WxCallbacks {
  success?: (result: never) => void
  fail?: (result: never) => void
  complete?: (result: never) => void
}

/** The `wx` object: whatever the framework, the harness and the tests have put there. */
export type Wx = Record<string, unknown>

type Callback = ((result: WxResult) => void) | undefined

// Taken when this file loads, so that a test's fake timers stop neither the framework nor the waiting.
const realSetTimeout = globalThis.setTimeout

/** Runs `task` in a later turn of the event loop, on the real clock. */
export function later(task: () => void, ms = 0): NodeJS.Timeout {
  return realSetTimeout(task, ms)
}

/** Resolves in a later turn of the event loop, on the real clock. */
export function turn(ms = 0): Promise<void> {
  return new Promise((resolve) => later(resolve, ms))
}

/** Whether a result says that the call failed. */
export function failed(result: WxResult): boolean {
  return result.errMsg.includes(':fail')
}

/** Calls the callbacks that fit `result`, at once. */
export function callBack(options: WxCallbacks, result: WxResult): void {
  const handler = (failed(result) ? options.fail : options.success) as Callback
  const complete = options.complete as Callback
  handler?.(result)
  complete?.(result)
}

/** Answers an asynchronous call as WeChat does: never within the call itself, and by a promise without callbacks. */
export function reply(options: WxCallbacks, result: WxResult): Promise<WxResult> | undefined {
  if (options.success || options.fail || options.complete) {
    later(() => callBack(options, result))
    return undefined
  }
  return new Promise((resolve, reject) => {
    later(() => {
      if (failed(result)) reject(Object.assign(new Error(result.errMsg), result))
      else resolve(result)
    })
  })
}
