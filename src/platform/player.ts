/** What is told of a sound. `ended` or `failed` comes once and last. */
export interface PlayerListener {
  /** It plays so many ms from its beginning. */
  progress(position: number): void
  ended(): void
  failed(): void
}

/** Plays one sound at a time. */
export interface Player {
  /**
   * Plays a sound in place of the one before, of which nothing is told any more.
   * @param from where to begin, in ms
   * @param speed 1 is as it was recorded
   */
  play(url: string, from: number, speed: number, listener: PlayerListener): void
  /** Plays it faster or slower from now on. */
  setSpeed(speed: number): void
  /** Ends it. Nothing is told any more. */
  stop(): void
}

/** How often the position is told, in ms. */
const TICK = 100

/** What both platforms' players have in common. */
interface Sound {
  /** In s. */
  readonly currentTime: number
  setSpeed(speed: number): void
  destroy(): void
}

/** Makes a player. */
export function createPlayer(): Player {
  let sound: Sound | null = null
  let ticking: ReturnType<typeof setInterval> | undefined

  function stop(): void {
    clearInterval(ticking)
    const old = sound
    sound = null
    old?.destroy()
  }

  return {
    play(url, from, speed, listener) {
      stop()
      const finish = (tell: () => void) => (): void => {
        if (sound !== mine) return
        stop()
        tell()
      }
      let mine: Sound | null = null
      try {
        mine = open(url, from / 1_000, speed, finish(() => listener.ended()), finish(() => listener.failed()))
      } catch {
        void Promise.resolve().then(() => listener.failed())
        return
      }
      sound = mine
      ticking = setInterval(() => sound && listener.progress(sound.currentTime * 1_000), TICK)
    },
    setSpeed: speed => sound?.setSpeed(speed),
    stop,
  }
}

type Open = (url: string, from: number, speed: number, ended: () => void, failed: () => void) => Sound

// #ifdef H5
/** Not uni's: it has no speed there, and what its play() rejects with is lost. */
const openAudio: Open = (url, from, speed, ended, failed) => {
  const audio = new Audio()
  const setSpeed = (now: number): void => {
    // A new source forgets one of them.
    audio.defaultPlaybackRate = audio.playbackRate = now
  }
  audio.onended = ended
  audio.onerror = failed
  audio.src = url
  if (from > 0) audio.currentTime = from
  setSpeed(speed)
  audio.play().catch(failed)
  return {
    get currentTime() {
      return audio.currentTime
    },
    setSpeed,
    destroy() {
      audio.onended = audio.onerror = null
      audio.pause()
      audio.removeAttribute('src')
    },
  }
}
// #endif

// #ifndef H5
/** What uni-app's types leave out. */
interface Context extends UniApp.InnerAudioContext {
  obeyMuteSwitch: boolean
  playbackRate: number
}

const openContext: Open = (url, from, speed, ended, failed) => {
  const context = uni.createInnerAudioContext() as Context
  // What somebody said is heard on a phone that is set to silent, too. WeChat minds the second one only.
  context.obeyMuteSwitch = false
  ;(uni as { setInnerAudioOption?(options: object): void }).setInnerAudioOption?.({ obeyMuteSwitch: false })
  context.onEnded(ended)
  context.onError(failed)
  context.startTime = from
  context.playbackRate = speed
  context.src = url
  context.play()
  return {
    get currentTime() {
      return context.currentTime
    },
    setSpeed(now) {
      context.playbackRate = now
    },
    destroy: () => context.destroy(),
  }
}
// #endif

const { open } = {
  // #ifdef H5
  ...{ open: openAudio },
  // #endif
  // #ifndef H5
  ...{ open: openContext },
  // #endif
}
