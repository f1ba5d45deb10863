import { inject, type InjectionKey, provide } from 'vue'

/** What the bubbles of voice messages need to know of the player; reactive. */
export interface VoiceState {
  /** The key of the message that plays, or ''. */
  readonly playing: string
  /** How much of it has played, from 0 to 1. */
  readonly progress: number
  /** How many times as fast it plays. */
  readonly speed: number
  /** Whether a message was played before. */
  isPlayed(key: string): boolean
}

const key: InjectionKey<VoiceState> = Symbol('chat-voice')

/**
 * Tells the messages within a component which one plays. By this way, and not by properties of the list, as each step
 * of the player then draws one bubble again, and no list.
 */
export function provideVoice(state: VoiceState): void {
  provide(key, state)
}

/** What the player does; nothing where there is none. */
export function useVoice(): VoiceState | null {
  return inject(key, null)
}
