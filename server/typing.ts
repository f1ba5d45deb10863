import { limits } from './limits'

/**
 * What one connection says of its person's writing, as far as it is passed on: that it goes on, not more often than
 * each {@link limits.typingTime} in a conversation, and once after it that it has ended.
 */
export class Typing {
  // The one that was said first comes first.
  private readonly said = new Map<string, { at: number, on: boolean }>()

  /** @param now - a clock in ms that never runs back */
  constructor(private readonly now = () => performance.now()) {}

  /** Whether to pass it on. */
  takes(conversation: string, on: boolean): boolean {
    const before = this.said.get(conversation)
    if (!on) {
      if (!before?.on) return false
      before.on = false
      return true
    }
    const now = this.now()
    const isOld = (at: number) => now - at >= limits.typingTime
    if (before && !isOld(before.at)) return false
    this.said.delete(conversation)
    const [oldest, last] = [...this.said][0] ?? []
    if (oldest !== undefined && last && this.said.size >= limits.typingIn) {
      if (!isOld(last.at)) return false
      this.said.delete(oldest)
    }
    this.said.set(conversation, { at: now, on })
    return true
  }
}
