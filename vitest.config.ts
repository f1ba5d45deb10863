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
const builtIn = new Set(['view', 'text', 'scroll-view', 'textarea', 'input', 'button', 'image', 'video'])

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

/** Where code says `#ifdef`: of `src` that is `platform` and `locale`; all the rest of it is tested once. */
const perPlatform = ['components', 'pages', 'store', 'src/platform', 'src/locale'] as const

/** The unit specs, as they run on one platform. `include` names those that differ from platform to platform. */
function unit(platform: 'h5' | 'mp-weixin', include: readonly string[]): TestProjectConfiguration {
  return {
    plugins: [
      conditional(platform),
      vue({ template: { compilerOptions: { isCustomElement: tag => builtIn.has(tag) } } }),
    ],
    test: {
      name: platform,
      include: include.map(folder => `tests/unit/${folder}/**/*.test.ts`),
      environment: 'happy-dom',
      setupFiles: ['tests/helpers/setup-unit.ts'],
      env: { UNI_PLATFORM: platform },
    },
  }
}

/** What `npm test` does not run, as it takes its time, but `npm run conformance` and `npm run test:long`. */
const conformance = '**/conformance.test.ts'
const long = '**/*.long.test.ts'

/** Tests that run in plain Node, against real processes and sockets. */
function node(
  name: string, include = `tests/${name}/**/*.test.ts`, exclude = [conformance, long], patience = 1,
): TestProjectConfiguration {
  return {
    plugins: [conditional('mp-weixin')],
    test: {
      name,
      include: [include],
      exclude,
      environment: 'node',
      pool: 'forks',
      testTimeout: patience * 30_000,
      hookTimeout: patience * 60_000,
    },
  }
}

export default defineConfig({
  test: {
    projects: [
      unit('h5', ['**']), unit('mp-weixin', perPlatform),
      node('integration'), node('mp'), node('platforms'), node('browsers'), node('docs'),
      // It installs and builds whole projects.
      node('consumers', undefined, undefined, 20),
      node('long', `tests/integration/${long}`, []),
      node('conformance', `tests/{integration,mp}/${conformance}`, []),
    ],
  },
})
