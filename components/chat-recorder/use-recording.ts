import { computed, onBeforeUnmount, ref } from 'vue'
import { LONGEST_RECORDING, record, type Recorder, type Recording } from '../../src/platform/recorder'
import { useWords } from '../../store/words'

/** A shorter recording is a mistake, in ms. */
const LEAST = 1_000
/** Who lets go sooner has tapped, in ms. */
const TAP = 300
/** So far to the side throws away, and so far up locks, in px. */
const SIDE = 80
const UP = 60
/** So many levels are shown, the newest ones. */
const BARS = 28
/** When it is this close to its end, that is told, in ms. */
const NEAR_END = 10_000
/** How long a problem is shown, in ms. */
const SHOWN = 4_000

interface Told {
  recorded(recording: Recording): void
  started(): void
  ended(): void
}

/** What pressing, sliding and letting go lead to. */
export function useRecording(told: Told) {
  const words = useWords()
  /** `starting` until the microphone is on, `held` by a finger, `locked` without one, `over` waits for yes or no. */
  const state = ref<'idle' | 'starting' | 'held' | 'locked' | 'over'>('idle')
  const isCancelling = ref(false)
  const elapsed = ref(0)
  const bars = ref<number[]>([])
  const problem = ref('')
  const isActive = computed(() => state.value !== 'idle')
  const isFree = computed(() => state.value === 'locked' || state.value === 'over')
  const hint = computed(() => {
    if (problem.value || !isActive.value) return problem.value
    const left = LONGEST_RECORDING - elapsed.value
    if (left <= NEAR_END) return words.value.recordingLeft(Math.ceil(left / 1_000))
    if (isFree.value) return ''
    return isCancelling.value ? words.value.releaseToCancel : words.value.slideHint
  })

  let recorder: Recorder | null = null
  let finished: Recording | null = null
  /** Whether the person has asked it to end. */
  let isAsked = false
  /** Where and when it was pressed; null if nothing presses. */
  let pressed: { x: number, y: number, at: number } | null = null
  let since = 0
  let ticking: ReturnType<typeof setInterval> | undefined
  let hiding: ReturnType<typeof setTimeout> | undefined

  function say(text: string): void {
    problem.value = text
    clearTimeout(hiding)
    hiding = setTimeout(() => { problem.value = '' }, SHOWN)
  }

  function begin(): void {
    problem.value = ''
    state.value = 'starting'
    isAsked = isCancelling.value = false
    elapsed.value = 0
    bars.value = []
    told.started()
    recorder = record({
      started() {
        since = Date.now()
        if (state.value === 'starting') state.value = pressed ? 'held' : 'locked'
        ticking = setInterval(() => { elapsed.value = Date.now() - since }, 250)
      },
      level(level) {
        bars.value = [...bars.value, level].slice(-BARS)
      },
      done,
      failed({ why }) {
        reset()
        say(words.value.microphone[why])
      },
    })
  }

  function done(recording: Recording): void {
    // Something else took the microphone, a call say: the person decides.
    if (!isAsked && recording.duration >= LEAST && recording.duration < LONGEST_RECORDING - 1_000) {
      clearInterval(ticking)
      finished = recording
      elapsed.value = recording.duration
      state.value = 'over'
      return
    }
    reset()
    if (recording.duration >= LEAST) told.recorded(recording)
    else say(words.value.recordingTooShort)
  }

  function reset(): void {
    clearInterval(ticking)
    recorder = finished = pressed = null
    if (state.value === 'idle') return
    state.value = 'idle'
    told.ended()
  }

  function cancel(): void {
    recorder?.cancel()
    reset()
  }

  function finish(): void {
    isAsked = true
    if (finished) done(finished)
    else recorder?.stop()
  }

  function down(x: number, y: number): void {
    pressed = { x, y, at: Date.now() }
    if (state.value === 'idle') begin()
  }

  function move(x: number, y: number): void {
    if (!pressed || (state.value !== 'held' && state.value !== 'starting')) return
    isCancelling.value = Math.abs(x - pressed.x) > SIDE
    if (!isCancelling.value && pressed.y - y > UP) lock()
  }

  /** It goes on without a finger. */
  function lock(): void {
    pressed = null
    isCancelling.value = false
    if (state.value === 'held') state.value = 'locked'
  }

  function up(): void {
    if (!pressed) return
    const isTap = Date.now() - pressed.at < TAP
    if (isCancelling.value) return cancel()
    if (isTap) return lock()
    pressed = null
    if (state.value === 'held') return finish()
    if (state.value !== 'starting') return
    // The person was asked for the microphone, or let go before it was on.
    cancel()
    say(words.value.recordingTooShort)
  }

  /** By keyboard it begins and ends with the same key. */
  function press(): void {
    if (state.value === 'idle') begin()
    else if (isFree.value) finish()
  }

  /** The system took the finger away. */
  function lost(): void {
    if (pressed) cancel()
  }

  onBeforeUnmount(() => {
    clearTimeout(hiding)
    cancel()
  })

  return { isActive, isFree, isCancelling, elapsed, bars, hint, problem, down, move, up, lost, press, cancel, finish }
}
