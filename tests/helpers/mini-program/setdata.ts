/** One call of setData. */
export interface SetDataCall {
  /** Path of the page or component below the build's root, as `components/chat-row/chat-row`. */
  owner: string
  /** UTF-8 length of the data as JSON: about what crosses to the view. WeChat caps one call at 1 MB. */
  bytes: number
  /** The paths that were set. */
  keys: string[]
}

/** Counts the setData calls of all pages and components. */
export class SetDataMeter {
  /** The calls since the last reset, in order. */
  readonly calls: SetDataCall[] = []

  /** Sum of the bytes since the last reset. */
  get bytes(): number {
    return this.calls.reduce((sum, call) => sum + call.bytes, 0)
  }

  /** The largest single call since the last reset. */
  get largest(): number {
    return this.calls.reduce((most, call) => Math.max(most, call.bytes), 0)
  }

  /** Calls and bytes for each page or component file since the last reset. */
  byOwner(): Record<string, { calls: number, bytes: number }> {
    const sums: Record<string, { calls: number, bytes: number }> = {}
    for (const call of this.calls) {
      const sum = sums[call.owner] ??= { calls: 0, bytes: 0 }
      sum.calls += 1
      sum.bytes += call.bytes
    }
    return sums
  }

  /** Starts counting anew. */
  reset(): void {
    this.calls.length = 0
  }

  /** Wraps the setData of one instance. To be called as the instance is created, before the app's code has it. */
  watch(owner: string, instance: { setData: (data: object, callback?: () => void) => void }): void {
    const setData = instance.setData
    instance.setData = (data, callback) => {
      this.calls.push({ owner, bytes: Buffer.byteLength(JSON.stringify(data) ?? ''), keys: Object.keys(data) })
      setData.call(instance, data, callback)
    }
  }
}
