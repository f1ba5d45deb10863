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
  readonly sockets: FakeSocket[] = []
  /** What `createSelectorQuery` finds. */
  measured: Measured | null = null
  /** Selectors that were asked for. */
  readonly selectors: string[] = []
  /** What the person chooses from an action sheet; null closes it. */
  choice: number | null = null
  /** The actions that were offered, sheet by sheet. */
  readonly sheets: string[][] = []
  locale = 'en'

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
      createSelectorQuery: () => this.selectorQuery(),
    })
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
