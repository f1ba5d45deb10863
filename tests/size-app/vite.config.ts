import { dirname, join } from 'node:path'
import uni from '@dcloudio/vite-plugin-uni'
import type { GetModuleInfo } from 'rollup'
import { defineConfig, type Plugin } from 'vite'

const root = __dirname
const parts = ['components', 'src', 'store', 'index.ts'].map(part => join(root, part))

/**
 * Which file a module goes to: the list's part of the kit, the rest of the kit, what isn't the kit; and what only a
 * dynamic import leads to, wherever it is used (undefined).
 */
function chunkOf(id: string, getModuleInfo: GetModuleInfo): string | undefined {
  const reached = reaches(id, getModuleInfo)
  if (!parts.some(part => id.startsWith(part))) return reached.size > 0 ? 'host' : undefined
  if (reached.size === 0) return undefined
  return reached.has('list') ? 'list' : 'kit'
}

/** Whether the list's page and whether anything else of the app comes to a module by static imports. */
function reaches(id: string, getModuleInfo: GetModuleInfo): Set<'list' | 'app'> {
  const reached = new Set<'list' | 'app'>()
  const seen = new Set([id])
  for (const one of seen) {
    const { importers = [], dynamicImporters = [], isEntry } = getModuleInfo(one) ?? {}
    if (one.startsWith(join(root, 'pages', 'list'))) reached.add('list')
    // It is loaded when somebody goes there.
    else if (one.startsWith(join(root, 'pages', 'details'))) continue
    // Pages are loaded by dynamic imports, of uni-app's.
    else if (isEntry || dynamicImporters.some(from => !parts.some(part => from.startsWith(part)))) reached.add('app')
    else for (const from of importers) seen.add(from)
  }
  return reached
}

/** Where this app is built, the kit lies beside its files, not two folders further up. */
const kit: Plugin = {
  name: 'kit',
  enforce: 'pre',
  resolveId(source, importer) {
    const isUp = importer !== undefined && dirname(importer) === root && source.startsWith('../../')
    return isUp ? this.resolve(join(root, source.slice(6)), importer) : null
  },
}

export default defineConfig({
  plugins: [kit, uni()],
  build: {
    rollupOptions: { output: { manualChunks: (id, { getModuleInfo }) => chunkOf(id, getModuleInfo) } },
  },
})
