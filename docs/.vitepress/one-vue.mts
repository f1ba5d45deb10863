/**
 * VitePress brings a newer Vue than uni-app, whose version is pinned at the root, and would take the root's for the
 * pages. Here all of the site gets VitePress's own.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'
import type * as Compiler from 'vue/compiler-sfc'

const require = createRequire(createRequire(import.meta.url).resolve('vitepress/package.json'))
const folder = dirname(require.resolve('vue/package.json'))

/** The compiler that goes with it. */
export const compiler = require('vue/compiler-sfc') as typeof Compiler

export const oneVue: Plugin = {
  name: 'one-vue',
  enforce: 'pre',
  config: (_, { isSsrBuild }) => isSsrBuild
    ? {}
    : { resolve: { alias: [{ find: /^vue$/, replacement: join(folder, 'dist/vue.runtime.esm-bundler.js') }] } },
  resolveId(source, _, { ssr }) {
    if (!ssr || (source !== 'vue' && source !== 'vue/server-renderer')) return null
    const file = source === 'vue' ? 'index.mjs' : 'server-renderer/index.mjs'
    return { id: pathToFileURL(join(folder, file)).href, external: true }
  },
}
