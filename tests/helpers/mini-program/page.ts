import { turn } from './api'
import { nodeOf } from './framework'
import type { Framework } from './framework'
import type { FrameworkInstance, Rendered } from './framework-types'
import { waitFor } from './wait'

/** A CSS selector, or an element's exact text, or the element. */
export type Target = string | Element

/**
 * A mounted page. Native tags are `wx-view`, `wx-text`, `wx-textarea` in selectors;
 * components have their own names, and classes are as in the source.
 */
export class MiniPage {
  /** What wx.setNavigationBarTitle was last called with. */
  title = ''
  private readonly rendered: Rendered
  private shown = false

  constructor(
    private readonly framework: Framework,
    readonly route: string,
    readonly query: Record<string, string>,
    opener: unknown
  ) {
    this.rendered = framework.render(route, query)
    this.instance.getOpenerEventChannel = () => opener
  }

  /** The page's own `this`, which getCurrentPages lists. */
  get instance(): FrameworkInstance {
    return this.rendered.instance
  }

  /** The page's outermost element. */
  get dom(): Element {
    return this.rendered.dom
  }

  /** The texts of the page in one line. What stands in input fields is an attribute: see `attr`. */
  text(): string {
    return (this.dom.textContent ?? '').replace(/\s+/g, ' ').trim()
  }

  /** The page's tree as HTML. */
  html(): string {
    return this.dom.innerHTML
  }

  /** The first element that fits the selector; where none does, the innermost one with exactly this text. */
  find(target: Target): Element | undefined {
    if (typeof target !== 'string') return target
    return this.findAll(target)[0] ??
      [...this.dom.querySelectorAll('*')].filter((element) => element.textContent?.trim() === target).pop()
  }

  /** All elements that fit a selector; none if it isn't one. */
  findAll(selector: string): Element[] {
    try {
      return [...this.dom.querySelectorAll(selector)]
    } catch {
      return []
    }
  }

  /** An attribute as the template gave it to the element, such as a text area's `value`. */
  attr(target: Target, name: string): unknown {
    const attrs = nodeOf(this.need(target))._vt?.attrs ?? []
    return attrs.find((attr) => camelCase(attr.name) === camelCase(name))?.value
  }

  /** Raises an event as a native component does; touch events bubble, others don't. */
  async event(target: Target, name: string, detail: object = {}, bubbles = false): Promise<void> {
    this.framework.trigger(this.need(target), name, detail, bubbles)
    await this.settle()
  }

  /** Taps, also on what is disabled or not in sight: the harness has no layout. */
  tap(target: Target): Promise<void> {
    return this.event(target, 'tap', { x: 0, y: 0 }, true)
  }

  /** Presses long. WeChat raises no tap after it where a longpress is listened to. */
  longpress(target: Target): Promise<void> {
    return this.event(target, 'longpress', { x: 0, y: 0 }, true)
  }

  /** Types: what the field holds afterwards, with the cursor at its end. */
  input(target: Target, value: string, cursor = value.length): Promise<void> {
    return this.event(target, 'input', { value, cursor, keyCode: 0 })
  }

  /** Waits until a condition holds; the failure shows the page. */
  waitFor(condition: () => unknown, message: string, within?: number): Promise<void> {
    return waitFor(condition, () => `${message}; page ${this.route}: ${this.text().slice(0, 2000)}`, within)
  }

  /** Waits for the page to contain a text or to match an expression. */
  waitForText(text: string | RegExp, within?: number): Promise<void> {
    const fits = (): boolean => typeof text === 'string' ? this.text().includes(text) : text.test(this.text())
    return this.waitFor(fits, `no text ${String(text)}`, within)
  }

  /** Lets the framework finish what it has under way: renderings and the `ready` of new components. */
  async settle(): Promise<void> {
    // Two turns at least: uni-app calls the handlers of bubbling events in a later one.
    await turn()
    do await turn()
    while (this.framework.busy)
  }

  /** Runs the page up to its being ready: attached, onLoad, onShow, ready, as WeChat orders them. */
  mount(): void {
    this.instance.options = this.query
    this.framework.attach(this.rendered)
    this.call('onLoad', { ...this.query })
    this.show()
    this.framework.makeReady(this.rendered)
    this.call('onReady')
  }

  /** onShow, for the page and its components. */
  show(): void {
    if (this.shown) return
    this.shown = true
    this.call('onShow')
    this.framework.tellComponents(this.rendered, 'show')
  }

  /** onHide, for the page and its components. */
  hide(): void {
    if (!this.shown) return
    this.shown = false
    this.call('onHide')
    this.framework.tellComponents(this.rendered, 'hide')
  }

  /** onUnload, and the page is gone. */
  unmount(): void {
    this.shown = false
    this.call('onUnload')
    this.framework.detach(this.rendered)
  }

  /** Calls one of the page's handlers (onPullDownRefresh, onPageScroll, onShareAppMessage, ...) if it has it. */
  call(method: string, ...args: unknown[]): unknown {
    const handler = this.instance[method] as ((...args: unknown[]) => unknown) | undefined
    return handler?.apply(this.instance, args)
  }

  private need(target: Target): Element {
    const element = this.find(target)
    if (!element) throw new Error(`no ${String(target)} on page ${this.route}: ${this.text().slice(0, 2000)}`)
    return element
  }
}

// The compiler turns some names of the template into camel case.
function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
}
