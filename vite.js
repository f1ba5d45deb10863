// @ts-check
'use strict'
/**
 * The kit's Vite plugin: plain JavaScript, as Node loads it for the project's `vite.config`. Types are in `vite.d.ts`.
 *
 * For mini-programs uni-app writes a file to where it lies as seen from the project's sources. So what lies higher up
 * (workspaces) would land outside the build, what pnpm keeps in a folder with a dot in front, and all of it in the main
 * package. Hence the kit is linked to where it has to be, and every import of it is led there.
 *
 * For H5 it names what is loaded on demand after its folder as seen from there, with `-` for `/`: `..-node_modules-…`,
 * which begins like a path upwards, is imported as one, and found by no browser. Hence the dots are taken off.
 */
const { existsSync, mkdirSync, realpathSync, symlinkSync, unlinkSync, lstatSync } = require('node:fs')
const { dirname, resolve } = require('node:path')

/** @param {string} path */
const slashes = path => path.replace(/\\/g, '/')

/**
 * Makes `place` lead to `home`, and says so; not if `home` itself is there.
 * @param {string} place
 * @param {string} home
 */
function link(place, home) {
  if (existsSync(place)) {
    if (realpathSync(place) === home) return
    if (!lstatSync(place).isSymbolicLink()) throw new Error(`${place} is in the way of a link to the kit: remove it`)
  }
  // One that leads to where there is nothing any more doesn't exist, but is in the way.
  try {
    unlinkSync(place)
  } catch { /* there is none */ }
  mkdirSync(dirname(place), { recursive: true })
  // A junction, as on Windows a link needs rights that people don't have.
  symlinkSync(home, place, 'junction')
}

/** @type {import('./vite').chatKit} */
exports.chatKit = function chatKit({ into } = {}) {
  const home = realpathSync(__dirname)
  const prefix = `${slashes(home)}/`
  let place = ''
  return {
    name: 'uni-chat-kit',
    enforce: 'pre',
    // Bundled beforehand, the stores would be there twice: once in the bundle, once as the components import them.
    config: () => ({ optimizeDeps: { exclude: ['uni-chat-kit'] } }),
    configResolved({ root }) {
      const { UNI_PLATFORM = '', UNI_INPUT_DIR = resolve(root, 'src') } = process.env
      if (!UNI_PLATFORM.startsWith('mp-')) return
      const inModules = /[\\/]node_modules[\\/]/.test(home)
      if (into === undefined && !inModules) return
      const path = into === undefined ? resolve(root, 'node_modules/uni-chat-kit') : resolve(UNI_INPUT_DIR, into)
      link(path, home)
      place = `${slashes(path)}/`
    },
    async resolveId(source, importer, options) {
      if (!place) return null
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found?.id.startsWith(prefix) ? { ...found, id: place + found.id.slice(prefix.length) } : found
    },
    outputOptions(options) {
      const { chunkFileNames } = options
      if (typeof chunkFileNames !== 'function') return null
      return { ...options, chunkFileNames: chunk => chunkFileNames(chunk).replace(/(^|\/)(?:\.\.-)+/, '$1') }
    },
  }
}
