import { onBeforeUnmount, reactive, watch } from 'vue'
import { fileSize } from '../../src/content/sizes'
import type { Content } from '../../src/model/content'
import type { Message } from '../../src/model/message'
import { chooseFiles, chooseFilms, choosePictures, type LocalPicture, smaller } from '../../src/platform/choose-media'
import { choosePlace, hasPlaces } from '../../src/platform/choose-place'
import { choose, confirm, tell } from '../../src/platform/dialogs'
import { DeviceProblem, type LocalFile } from '../../src/platform/files'
import { pictureSize } from '../../src/platform/picture'
import type { Recording } from '../../src/platform/recorder'
import { hasSettings, openSettings } from '../../src/platform/settings'
import { useConnectionStore } from '../../store/connection'
import { useMessagesStore } from '../../store/messages'
import { usePlayerStore } from '../../store/player'
import { useUploadsStore } from '../../store/uploads'
import { useWords } from '../../store/words'
import { usualActions } from '../chat-composer/actions'
import { provideVoice } from '../composables/use-voice'

/** Pictures that are smaller together are sent as they are, in bytes: nobody has to be asked. */
const SMALL = 1_000_000

/** What a room does with files, places and voices: it chooses, sends and plays them. */
export function useMedia(conversationId: () => string, shown: () => readonly Message[]) {
  const words = useWords()
  const messages = useMessagesStore()
  const uploads = useUploadsStore()
  const player = usePlayerStore()

  provideVoice(reactive({
    get playing() {
      return player.current?.conversationId === conversationId() ? player.current.key : ''
    },
    get progress() {
      return player.progress
    },
    get speed() {
      return player.speed
    },
    isPlayed: (key: string) => player.isPlayed(conversationId(), key),
  }))
  watch(() => player.failed, failed => failed && tell(words.value.voiceFailed))
  // What is heard is of what is seen.
  watch(conversationId, player.stop)
  onBeforeUnmount(player.stop)

  /** Does it, and says what stands against it. */
  async function attempt(work: () => Promise<void>, problems: Readonly<Record<DeviceProblem['why'], string>>) {
    try {
      await work()
    } catch (error) {
      const why = error instanceof DeviceProblem ? error.why : 'failed'
      const { openSettings: yes, cancel } = words.value
      if (why !== 'refused' || !hasSettings()) tell(problems[why])
      else if (await confirm(problems[why], '', yes, cancel)) openSettings()
    }
  }

  function sendPicture(to: string, { width, height, ...file }: LocalPicture): void {
    // What can't be shown here goes as a file.
    if (width === 0) return sendFile(to, file)
    const content: Content = { kind: 'image', url: file.path, width, height, ...(file.size && { size: file.size }) }
    uploads.add(to, content, file)
  }

  function sendFile(to: string, file: LocalFile): void {
    const { path: url, name, size, type } = file
    uploads.add(to, { kind: 'file', url, name, size, ...(type && { type }) }, file)
  }

  /** Asks how large pictures are to go, where the platform hasn't and it matters. */
  async function sendPictures(to: string, pictures: readonly LocalPicture[]): Promise<void> {
    const { compressed, original } = words.value
    const size = pictures.reduce((sum, picture) => sum + picture.size, 0)
    const lighter = await smaller(pictures, size > SMALL)
    const saved = size - lighter.reduce((sum, picture) => sum + picture.size, 0)
    const choice = saved > size / 4 && size > SMALL ? await choose([compressed, original(fileSize(size))]) : 0
    if (choice !== null) (choice === 0 ? lighter : pictures).forEach(picture => sendPicture(to, picture))
  }

  async function sendFilms(to: string, source: 'album' | 'camera'): Promise<void> {
    for (const { poster, width, height, duration, ...file } of await chooseFilms(source)) {
      const { path: url, size } = file
      const facts = { width, height, duration, ...(size && { size }), ...(poster && { poster: poster.path }) }
      uploads.add(to, { kind: 'video', url, ...facts }, file, poster)
    }
  }

  async function sendPlace(to: string): Promise<void> {
    const place = await choosePlace()
    if (!place) return
    const { latitude, longitude, name, address } = place
    const content = { latitude, longitude, name: name || words.value.myPosition, ...(address && { address }) }
    messages.send(to, { kind: 'location', ...content })
  }

  /** Each sends to where it was begun: choosing takes a while, and the person may look at another room by then. */
  const picks: Readonly<Record<string, (to: string) => Promise<void>>> = {
    image: to => attempt(async () => sendPictures(to, await choosePictures('album')), words.value.chooser),
    shoot: to => attempt(async () => sendPictures(to, await choosePictures('camera')), words.value.chooser),
    video: to => attempt(() => sendFilms(to, 'album'), words.value.chooser),
    file: to => attempt(async () => (await chooseFiles()).forEach(file => sendFile(to, file)), words.value.chooser),
    location: to => attempt(() => sendPlace(to), words.value.position),
  }
  /** Where the person was when they began to talk. */
  let talkingTo = ''

  const { kinds } = useConnectionStore().capabilities
  /** Whether the server takes this kind of message, and its file. */
  const takes = (kind: string): boolean =>
    (kinds === null || kinds.includes(kind)) && (kind === 'location' ? hasPlaces() : uploads.available)

  return {
    uploads,
    /** What the composer offers to send besides text. */
    actions: usualActions.filter(action => (
      typeof action === 'string' && action !== 'card' && takes(action === 'shoot' ? 'image' : action))),
    /** Whether one can send what one says. */
    canTalk: takes('voice'),
    /** The person begins to talk: what plays ends, or the microphone would hear it. */
    talk(): void {
      talkingTo = conversationId()
      player.stop()
    },

    /** What was chosen in the composer's panel; false if that isn't the room's. */
    pick(name: string): boolean {
      const work = picks[name]
      void work?.(conversationId())
      return work !== undefined
    },

    /** Sends files that were pasted or dropped: pictures as such. */
    async paste(files: readonly LocalFile[]): Promise<void> {
      const to = conversationId()
      for (const file of files) {
        const { width, height } = /^image\//.test(file.type) && await pictureSize(file.path) || { width: 0, height: 0 }
        sendPicture(to, { ...file, width, height })
      }
    },

    /** Sends what was recorded. */
    sendVoice(recording: Recording): void {
      const { duration, levels, ...file } = recording
      const content: Content = {
        kind: 'voice', url: file.path, duration, levels, ...(file.size && { size: file.size }),
      }
      uploads.add(talkingTo, content, file)
    },

    /** Plays a voice message, or changes how fast it plays; false if it is none. */
    listen(message: Message, value: string | undefined): boolean {
      if (message.content.kind !== 'voice') return false
      if (value === 'speed') player.nextSpeed()
      else player.toggle(message, shown)
      return true
    },

    /** Asks what to do with a message whose file is not uploaded; false if it is none. */
    ask(message: Message): boolean {
      if (!uploads.has(message)) return false
      void (message.status === 'failed' ? askFailed(message) : askWaiting(message))
      return true
    },
  }

  async function askWaiting(message: Message): Promise<void> {
    if (await choose([words.value.cancelSending]) === 0) uploads.cancel(message)
  }

  async function askFailed(message: Message): Promise<void> {
    const { retry, discard, notUploaded } = words.value
    const problem = uploads.problem(message) ?? 'failed'
    const actions = problem === 'gone' ? [discard] : [retry, discard]
    const choice = await choose(actions, notUploaded[problem])
    if (choice === null) return
    if (actions[choice] === retry) uploads.retry(message)
    else uploads.cancel(message)
  }
}
