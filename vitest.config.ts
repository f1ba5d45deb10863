import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

// Typed by hand: the package's own types pull in all of uni-app's compiler.
interface Preprocessor {
  initPreContext(platform: string): void
  preJs(code: string): string
  preHtml(code: string): string
}
const uni = createRequire(resolve('package.json'))('@dcloudio/uni-cli-shared') as Preprocessor

/** Elements of uni-app's templates, which are no components of ours. */
const builtIn = new Set(['view', 'text', 'scroll-view', 'textarea', 'input', 'button', 'image'])

/** Conditional compilation, as uni-app's own build does it. */
function conditional(platform: string): Plugin {
  return {
    name: 'uni-conditional-compilation',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('#if') || id.includes('node_modules')) return
      // The context belongs to the process, which runs several platforms: hence it is set each time.
      uni.initPreContext(platform)
      return { code: id.endsWith('.vue') ? uni.preJs(uni.preHtml(code)) : uni.preJs(code), map: null }
    },
  }
}

/** The unit specs, as they run on one platform. */
function unit(platform: 'h5' | 'mp-weixin'): TestProjectConfiguration {
  return {
    plugins: [
      conditional(platform),
      vue({ template: { compilerOptions: { isCustomElement: tag => builtIn.has(tag) } } }),
    ],
    test: {
      name: platform,
      include: ['tests/unit/**/*.test.ts'],
      environment: 'happy-dom',
      setupFiles: ['tests/helpers/setup-unit.ts'],
      env: { UNI_PLATFORM: platform },
    },
  }
}

/** What `npm run conformance` runs, and `npm test` does not: it takes its time. */
const conformance = '**/conformance.test.ts'

/** Tests that run in plain Node, against real processes and sockets. */
function node(name: string, include = `tests/${name}/**/*.test.ts`, exclude = [conformance]): TestProjectConfiguration {
  return {
    plugins: [conditional('mp-weixin')],
    test: {
      name,
      include: [include],
      exclude,
      environment: 'node',
      pool: 'forks',
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  }
}

export default defineConfig({
  test: {
    projects: [
      unit('h5'), unit('mp-weixin'), node('integration'), node('mp'), node('browsers'),
      node('conformance', `tests/{integration,mp}/${conformance}`, []),
    ],
  },
})
