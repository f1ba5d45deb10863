import type { Wx } from './api'

/** A node of WeChat's component framework, as far as the harness looks at it. */
export interface FrameworkNode {
  childNodes: FrameworkNode[]
  shadowRoot?: unknown
  _vt?: { attrs?: Array<{ name: string, value: unknown }> }
  setData: (data: object) => void
  triggerLifeTime: (name: string) => void
  triggerPageLifeTime: (name: string, args?: unknown[]) => void
}

/** The framework itself, as far as the harness calls it. */
export interface Exparser {
  Component: new () => FrameworkNode
  Element: (new () => FrameworkNode) & {
    pretendAttached: (node: FrameworkNode) => void
    pretendDetached: (node: FrameworkNode) => void
  }
  triggerEvent: (node: FrameworkNode, name: string, detail: unknown, options: object) => void
  addGlobalErrorListener: (listener: (error: unknown) => void) => void
}

/** The `this` of a page or component. */
export interface FrameworkInstance {
  route?: string
  __route__?: string
  options?: Record<string, string>
  setData: (data: object, callback?: () => void) => void
  getOpenerEventChannel?: () => unknown
  createSelectorQuery: () => unknown
  createIntersectionObserver: (options?: object) => unknown
  [method: string]: unknown
}

/** What rendering a page gives. */
export interface Rendered {
  dom: Element
  instance: FrameworkInstance
  _exparserNode: FrameworkNode
}

/** WeChat's test tool around the framework. */
export interface Simulate {
  load: (file: string, options: object) => string
  render: (id: string) => Rendered
}

type Lifetime = (this: FrameworkInstance) => void

/** What a page or component passes to Component(). */
export interface Definition {
  created?: Lifetime
  attached?: Lifetime
  properties?: Record<string, unknown>
  options?: Record<string, unknown>
  lifetimes?: Record<string, Lifetime | undefined>
}

/** The global names that a mini-program finds, or that the framework wants. */
interface HostGlobals {
  wx: Wx
  window: unknown
  document: Document
  Component: (definition: Definition) => void
  Page: (definition: unknown) => void
  App: (definition: Record<string, unknown>) => void
  getApp: () => Record<string, unknown>
  getCurrentPages: () => unknown[]
}

/** Node's global object with the names of a mini-program on it. */
export const globals = globalThis as unknown as HostGlobals
