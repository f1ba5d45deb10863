/** A platform that uni-app builds for, and that the kit builds for too. The README's table says the same. */
export interface Platform {
  /** As uni-app's command line calls it. */
  id: string
  /**
   * How tests run what was built: the demo in a browser (`browser`); the demo on WeChat's component framework in Node
   * (`framework`); every page's and component's script loaded beside a stub of the platform's API, and every template
   * parsed (`load`).
   */
  run: 'browser' | 'framework' | 'load'
  /** The global object of its API; the App has none but `uni`. */
  api?: string
  /** How the names of its templates end. */
  template?: string
}

export const platforms: readonly Platform[] = [
  { id: 'h5', run: 'browser' },
  { id: 'mp-weixin', run: 'framework', api: 'wx', template: 'wxml' },
  { id: 'mp-alipay', run: 'load', api: 'my', template: 'axml' },
  { id: 'mp-baidu', run: 'load', api: 'swan', template: 'swan' },
  { id: 'mp-toutiao', run: 'load', api: 'tt', template: 'ttml' },
  { id: 'mp-lark', run: 'load', api: 'tt', template: 'ttml' },
  { id: 'mp-qq', run: 'load', api: 'qq', template: 'qml' },
  { id: 'mp-kuaishou', run: 'load', api: 'ks', template: 'ksml' },
  { id: 'mp-jd', run: 'load', api: 'jd', template: 'jxml' },
  { id: 'mp-xhs', run: 'load', api: 'xhs', template: 'xhsml' },
  { id: 'mp-harmony', run: 'load', api: 'has', template: 'hxml' },
  { id: 'app', run: 'load' },
  { id: 'app-harmony', run: 'load' },
]
