import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import vm from 'node:vm'
import { baseParse, NodeTypes, type TemplateChildNode } from '@vue/compiler-core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as vue from 'vue'
import { platforms } from '../../scripts/platform-list'
import { DeviceRealm } from '../helpers/mini-program/realm'

// What `npm run build:platforms` built is loaded as far as it can be without the platform itself.

afterEach(() => void vi.unstubAllGlobals())

/** A platform's API, all of which is there and does nothing. */
function stubApi(): object {
  // Names that begin with $ are those that uni-app's runtime keeps there itself.
  const info = { platform: 'ios', system: 'iOS 17.0', language: 'en', SDKVersion: '9.9.9', version: '9.9.9' }
  return new Proxy<Record<PropertyKey, unknown>>({}, {
    get: (own, name) => own[name] ?? (String(name).startsWith('$') ? undefined : (options?: { success?: unknown }) => {
      const known: Readonly<Record<PropertyKey, unknown>> = { canIUse: true, getStorageInfoSync: { keys: [] } }
      return known[name] ?? (String(name).endsWith('Sync') || /^get.*Info$/.test(String(name)) ? info : options && {})
    }),
  })
}

const list = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith(ending)).sort()

interface Manifest {
  pages?: string[]
  component?: boolean
  usingComponents?: Record<string, string>
}
const manifestOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest

/** Expressions of a template: in attributes and between tags. */
function* expressions(nodes: readonly TemplateChildNode[]): Generator<string> {
  for (const node of nodes) {
    const texts = node.type === NodeTypes.TEXT ? [node.content]
      : node.type === NodeTypes.ELEMENT
        ? node.props.map(prop => prop.type === NodeTypes.ATTRIBUTE ? prop.value?.content ?? '' : '')
        : []
    for (const text of texts) for (const [, expression] of text.matchAll(/\{\{([\s\S]*?)\}\}(?!\})/g)) yield expression!
    if (node.type === NodeTypes.ELEMENT) yield* expressions(node.children)
  }
}

const loaded = platforms.filter(({ run }) => run === 'load')

describe.each(loaded.filter(one => one.template))('$id', ({ id, api, template }) => {
  const root = resolve('dist/build', id)

  it('loads the app, and every page and component registers', () => {
    const registered = { App: 0, Page: 0, Component: 0 }
    for (const name of ['App', 'Page', 'Component'] as const) vi.stubGlobal(name, () => void registered[name]++)
    vi.stubGlobal('Behavior', (behavior: unknown) => behavior)
    vi.stubGlobal('getApp', () => ({ $vm: {} }))
    vi.stubGlobal('getCurrentPages', () => [])
    vi.stubGlobal(api!, stubApi())

    const errors: Error[] = []
    const realm = new DeviceRealm(root, error => errors.push(error))
    realm.run(join(root, 'app.js'))
    expect(registered).toEqual({ App: 1, Page: 0, Component: 0 })

    const { pages = [] } = manifestOf(join(root, 'app.json'))
    const components = list(root, '.json').map(file => file.replace(/\.json$/, ''))
      .filter(name => manifestOf(join(root, `${name}.json`)).component)
    expect(pages.length).toBeGreaterThan(8)
    expect(components.length).toBeGreaterThan(50)
    const all = new Set([...pages, ...components])
    for (const name of all) realm.run(join(root, name))
    expect(registered.Page + registered.Component).toBe(all.size)
    expect(errors).toEqual([])
  })

  it('every template parses, and what it uses is there', () => {
    const templates = list(root, `.${template}`)
    expect(templates.length).toBeGreaterThan(60)
    for (const file of templates) {
      const source = readFileSync(join(root, file), 'utf8')
      const { children } = baseParse(source, {
        parseMode: 'base',
        delimiters: ['\0', '\0'],
        onError: error => expect.fail(`${file}: ${error.message} at ${error.loc?.source}`),
      })
      for (const expression of expressions(children)) {
        // Alone it is an expression; in a `<template data>` it lists what an object has.
        const parses = [`(${expression})`, `({${expression}})`].some(code => {
          try {
            return Boolean(new vm.Script(code))
          } catch {
            return false
          }
        })
        expect(parses, `${file}: {{${expression}}}`).toBe(true)
      }
    }
    for (const file of list(root, '.json')) {
      for (const path of Object.values(manifestOf(join(root, file)).usingComponents ?? {})) {
        const used = path.startsWith('/') ? join(root, path) : resolve(join(root, file), '..', path)
        for (const ending of ['js', 'json', template]) expect(existsSync(`${used}.${ending}`), used).toBe(true)
      }
    }
  })
})

describe.each(loaded.filter(one => !one.template))('$id', ({ id }) => {
  const root = resolve('dist/build', id)

  it('loads its service, which installs the kit and defines every page', () => {
    const pages: string[] = []
    const plugins: { install(app: vue.App): void }[] = []
    const app = vue.createSSRApp({})
    vm.runInNewContext(readFileSync(join(root, 'app-service.js'), 'utf8'), {
      Vue: {
        ...vue,
        createVueApp: () => Object.assign(app, {
          mount: () => {},
          use: (plugin: { install(app: vue.App): void }) => {
            plugins.push(plugin)
            plugin.install(app)
            return app
          },
        }),
      },
      uni: Object.assign(stubApi(), { requireGlobal: () => globalThis }),
      plus: stubApi(),
      weex: { requireModule: stubApi },
      __uniConfig: {},
      __definePage: (path: string) => void pages.push(path),
      setTimeout, clearTimeout, setInterval, clearInterval, console,
    })
    expect(plugins).toHaveLength(2)
    expect(app.config.globalProperties).toHaveProperty('$pinia')
    const config = readFileSync(join(root, 'app-config-service.js'), 'utf8')
    expect(pages.length).toBeGreaterThan(8)
    for (const page of pages) expect(config).toContain(`"path":"${page}"`)
  })
})
