import { dirname, join } from 'node:path'
import uni from '@dcloudio/vite-plugin-uni'
import { defineConfig, type Plugin } from 'vite'

const root = process.env.UNI_INPUT_DIR ?? ''

/** Where this app is built, the kit lies beside its files, not two folders further up. */
const kit: Plugin = {
  name: 'kit',
  enforce: 'pre',
  resolveId(source, importer) {
    const isUp = importer !== undefined && dirname(importer) === root && source.startsWith('../../')
    return isUp ? this.resolve(join(root, source.slice(6)), importer) : null
  },
}

export default defineConfig({ plugins: [kit, uni()] })
