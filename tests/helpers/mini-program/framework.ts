import { createRequire } from 'node:module'
import path from 'node:path'
import { JSDOM } from 'jsdom'
import { later } from './api'
import { globals } from './framework-types'
import type {
  Definition, Exparser, FrameworkInstance, FrameworkNode, Rendered, Simulate
} from './framework-types'
import type { DeviceRealm } from './realm'

/** What the framework asks of its user. */
export interface FrameworkUser {
  root: string
  realm: DeviceRealm
  /** Called with the path below the root of every page and component instance as it is created. */
  onCreated: (owner: string, instance: FrameworkInstance) => void
  onError: (error: unknown) => void
}

/** WeChat's own component framework and template compiler, run over jsdom. */
export class Framework {
  private readonly simulate: Simulate
  private readonly exparser: Exparser
  private readonly ids = new Map<string, string>()
  private readonly definitions = new Map<string, Definition>()
  private readonly tops = new Set<FrameworkNode>()
  private readonly ready = new WeakSet<FrameworkNode>()
  private readonly dom = new JSDOM('<!DOCTYPE html><body></body>', { pretendToBeVisual: true })
  private file = ''
  private flushing = false

  constructor(private readonly user: FrameworkUser) {
    // The framework looks for both once, as it loads.
    for (const [name, value] of [['window', this.dom.window], ['document', this.dom.window.document]] as const) {
      Object.defineProperty(globalThis, name, { value, configurable: true, writable: true })
    }
    const require = createRequire(import.meta.url)
    this.simulate = require('miniprogram-simulate') as Simulate
    // Not dependencies of ours: resolved from where they are used, to get the same copies.
    const fromSimulate = createRequire(require.resolve('miniprogram-simulate'))
    const fromComponent = createRequire(fromSimulate.resolve('j-component'))
    this.exparser = fromComponent('miniprogram-exparser') as Exparser
    this.exparser.addGlobalErrorListener((error) => user.onError(error))
    const utils = fromSimulate('./src/utils') as { runJs: (file: string) => void }
    utils.runJs = (file) => this.runFile(file)
    const register = globals.Component
    // In place before the build loads: uni-app's runtime wraps the Component it finds.
    globals.Component = (definition) => {
      this.definitions.set(this.file, definition)
      register(this.prepare(definition))
    }
    globals.Page = () => { throw new Error('Page() is not simulated: uni-app registers pages by Component()') }
  }

  /** Creates a page. It is attached later, by `attach`, so that the caller can prepare its instance. */
  render(route: string, query: Record<string, string>): Rendered {
    const file = path.join(this.user.root, route)
    let id = this.ids.get(route)
    if (!id) {
      id = this.simulate.load(file, { rootPath: this.user.root, compiler: 'official' })
      this.ids.set(route, id)
    }
    const page = this.simulate.render(id)
    // A page made by Component() gets its query as properties too; uni-app makes them the page's props.
    const properties = this.definitions.get(file)?.properties ?? {}
    const given = Object.entries(query).filter(([name]) => Object.hasOwn(properties, name))
    if (given.length) page._exparserNode.setData(Object.fromEntries(given))
    return page
  }

  /** Puts a page into the document: lifetimes `attached`, in which uni-app runs setup. */
  attach(page: Rendered): void {
    globals.document.body.appendChild(page.dom)
    // The first ready comes from `makeReady`, after onShow.
    const before = this.flushing
    this.flushing = true
    try {
      this.exparser.Element.pretendAttached(page._exparserNode)
    } finally {
      this.flushing = before
    }
  }

  /** Lifetimes `ready`, children first; from now on also for what is inserted later. */
  makeReady(page: Rendered): void {
    this.tops.add(page._exparserNode)
    this.flushReady()
  }

  /** Takes a page out of the document: lifetimes `detached`. */
  detach(page: Rendered): void {
    this.tops.delete(page._exparserNode)
    this.exparser.Element.pretendDetached(page._exparserNode)
    page.dom.remove()
  }

  /** Lifetimes of the page that its components hear of (`pageLifetimes`). */
  tellComponents(page: Rendered, event: 'show' | 'hide'): void {
    this.walk(page._exparserNode, (node) => {
      if (node !== page._exparserNode) node.triggerPageLifeTime(event)
    })
  }

  /** Raises an event at the framework's node behind a DOM element. */
  trigger(element: Element, name: string, detail: unknown, bubbles: boolean): void {
    this.exparser.triggerEvent(nodeOf(element), name, detail, {
      bubbles, composed: bubbles, capturePhase: true, extraFields: { touches: [], changedTouches: [] }
    })
  }

  /** Whether some lifetime `ready` has yet to be called. */
  get busy(): boolean {
    return this.flushing
  }

  /** Closes the document. */
  close(): void {
    this.dom.window.close()
  }

  private runFile(file: string): void {
    const outer = this.file
    this.file = file
    try {
      // The framework wants the definition anew for every page that uses a component; a device runs the file once.
      const known = this.definitions.get(file)
      if (known) globals.Component(known)
      else this.user.realm.run(file)
    } finally {
      this.file = outer
    }
  }

  private prepare(definition: Definition): Definition {
    const owner = path.relative(this.user.root, this.file).replaceAll('\\', '/')
    const created = definition.lifetimes?.created ?? definition.created
    const attached = definition.lifetimes?.attached ?? definition.attached
    const { user } = this
    const onAttached = (): void => this.flushLater()
    return {
      ...definition,
      // Without the prefix classes in the tree are as in the source; layout isn't simulated anyway.
      options: { ...definition.options, classPrefix: '' },
      lifetimes: {
        ...definition.lifetimes,
        created(): void {
          user.onCreated(owner, this)
          created?.call(this)
        },
        attached(): void {
          attached?.call(this)
          onAttached()
        }
      }
    }
  }

  private flushLater(): void {
    if (this.flushing) return
    this.flushing = true
    later(() => {
      this.flushing = false
      this.flushReady()
    })
  }

  private flushReady(): void {
    for (const top of this.tops) {
      this.walk(top, (node) => {
        if (this.ready.has(node)) return
        this.ready.add(node)
        node.triggerLifeTime('ready')
      })
    }
  }

  /** Children first, as ready fires. */
  private walk(node: FrameworkNode, visit: (node: FrameworkNode) => void): void {
    const isComponent = node instanceof this.exparser.Component
    if (isComponent && node.shadowRoot instanceof this.exparser.Element) this.walk(node.shadowRoot, visit)
    for (const child of [...node.childNodes]) {
      if (child instanceof this.exparser.Element) this.walk(child, visit)
    }
    if (isComponent) visit(node)
  }
}

/** The framework's node of a DOM element, or of the nearest one around it that has one. */
export function nodeOf(element: Element): FrameworkNode {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const node = (at as Element & { __wxElement?: FrameworkNode }).__wxElement
    if (node) return node
  }
  throw new Error('this element belongs to no page')
}
