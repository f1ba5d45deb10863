import { vi } from 'vitest'
import { FakeSocket } from './fake-platform'

type Listener<Value> = (value: Value) => void

/** A scroll-view's place and size, as the platform would measure it. */
export interface Measured {
  scrollTop: number
  scrollHeight: number
  height: number
}

/** A set of listeners that the test can call. */
class Listeners<Value> {
  readonly all = new Set<Listener<Value>>()
  on = (listener: Listener<Value>): void => void this.all.add(listener)
  off = (listener: Listener<Value>): void => void this.all.delete(listener)
  tell(value: Value): void {
    for (const listener of [...this.all]) listener(value)
  }
}

/** What the kit uses of uni-app's `uni`, in the hands of the test. */
export class FakeUni {
  readonly network = new Listeners<{ isConnected: boolean }>()
  readonly shown = new Listeners<void>()
  readonly hidden = new Listeners<void>()
  readonly resized = new Listeners<{ size: { windowWidth: number } }>()
  /** How wide the window is, in px. */
  private width = 390
  readonly sockets: FakeSocket[] = []
  /** What `createSelectorQuery` finds. */
  measured: Measured | null = null
  /** Selectors that were asked for. */
  readonly selectors: string[] = []
  /** What the person chooses from an action sheet; null closes it. */
  choice: number | null = null
  /** The actions that were offered, sheet by sheet. */
  readonly sheets: string[][] = []
  /** Whether the person says yes to what is asked. */
  agrees = false
  /** What was asked for a yes: the titles. */
  readonly questions: string[] = []
  /** What was told for a moment. */
  readonly toasts: string[] = []
  locale = 'en'
  /** What the platform's storage holds. */
  readonly stored = new Map<string, string>()

  /** Puts it in place of the global `uni`. */
  install(): void {
    vi.stubGlobal('uni', {
      onNetworkStatusChange: this.network.on,
      offNetworkStatusChange: this.network.off,
      onAppShow: this.shown.on,
      offAppShow: this.shown.off,
      onAppHide: this.hidden.on,
      offAppHide: this.hidden.off,
      getLocale: () => this.locale,
      getStorageSync: (key: string) => this.stored.get(key) ?? '',
      setStorageSync: (key: string, value: string) => void this.stored.set(key, value),
      removeStorageSync: (key: string) => void this.stored.delete(key),
      getStorageInfoSync: () => ({ keys: [...this.stored.keys()] }),
      connectSocket: (options: { url: string, protocols?: string[], complete?: () => void }) => {
        // As in uni-app: without a callback it gives a Promise.
        if (!options.complete) return Promise.resolve()
        const socket = new FakeSocket(options.url, options.protocols)
        this.sockets.push(socket)
        return socket
      },
      showActionSheet: (options: ActionSheet) => {
        this.sheets.push(options.itemList)
        if (this.choice === null) options.fail({ errMsg: 'showActionSheet:fail cancel' })
        else options.success({ tapIndex: this.choice })
      },
      showModal: ({ title, confirmText, cancelText, success }: Question) => {
        // As WeChat, which takes four signs, or eight letters.
        for (const button of [confirmText, cancelText]) {
          if (button.replace(/[^ -~]/g, '--').length > 8) throw new Error(`too long for a button: ${button}`)
        }
        this.questions.push(title)
        success({ confirm: this.agrees })
      },
      showToast: ({ title }: { title: string }) => void this.toasts.push(title),
      getMenuButtonBoundingClientRect: () => ({ top: 51, height: 32, left: 296, right: 383, bottom: 83, width: 87 }),
      getWindowInfo: () => ({ statusBarHeight: 47, windowWidth: this.width }),
      onWindowResize: this.resized.on,
      offWindowResize: this.resized.off,
      createSelectorQuery: () => this.selectorQuery(),
    })
  }

  /** The window is so wide from now on, in px. */
  resize(width: number): void {
    this.width = width
    this.resized.tell({ size: { windowWidth: width } })
  }

  private selectorQuery() {
    let tell: (measured: Measured | null) => void = () => {}
    const query = {
      in: () => query,
      select: (selector: string) => {
        this.selectors.push(selector)
        return query
      },
      selectAll: (selector: string) => query.select(selector),
      fields: (_what: object, callback: typeof tell) => {
        tell = callback
        return query
      },
      exec: () => void Promise.resolve().then(() => tell(this.measured && { ...this.measured })),
    }
    return query
  }
}

interface Question {
  title: string
  confirmText: string
  cancelText: string
  success(result: { confirm: boolean }): void
}

interface ActionSheet {
  itemList: string[]
  success(result: { tapIndex: number }): void
  fail(error: { errMsg: string }): void
}

/** The `uni` of the running test; a fresh one each time. */
export let fakeUni = new FakeUni()

/** Makes a fresh one for the next test. */
export function freshUni(): void {
  fakeUni = new FakeUni()
  fakeUni.install()
}
