import type { PartSize } from '../../src/platform/measure'
import type { Place } from '../../src/platform/scroll-area'

/** What `chat-scroller` can do. */
export interface Scroller {
  place(): Place
  /** The first row that begins on the screen; null where that isn't known. */
  line(): { key: string, lead: number } | null
  toEnd(): void
  offStart(): void
  offEnd(): void
  measureBlocks(owner: object | null, told: (sizes: readonly PartSize[]) => void): void
  showRow(owner: object | null, key: string, lead: number): Promise<boolean>
  focusRow(key: string): boolean
  fit(): void
  keepLine(): void
  mustHold(): boolean
  resized(): Promise<void>
}
