import js from '@eslint/js'
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript'
import importX from 'eslint-plugin-import-x'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/** `target` may import nothing of `from`, but for `except` (paths within `from`). */
const zone = (target, from, message, except = []) => ({ target, from, except, message })

/** The house: pages -> components -> store -> src, never back up. See docs/architecture.md. */
const zones = [
  zone('src', '.', 'src imports nothing but src', ['./src', './node_modules']),
  zone('store', ['pages', 'components', 'server'], 'store imports src only'),
  zone('components', ['pages', 'server'], 'components import store and src only'),
  zone('pages', 'server', 'the app shares nothing with the server'),
  zone('examples', ['src', 'store', 'components', 'pages', 'server'], 'an example shares nothing with the kit'),
  zone('server', '.', 'server shares only the wire with src', [
    './server', './src/protocols/native/wire.ts', './src/protocols/native/wire-code.ts', './node_modules',
  ]),

  // Within src, each folder knows the nouns and the interfaces of the others; engine.ts puts the parts together.
  zone('src/model', 'src', 'model imports nothing, but what words there are', ['./model', './locale/words.ts']),
  zone('src/platform', 'src', 'platform imports nothing', ['./platform']),
  zone('src/locale', 'src', 'locale imports nothing', ['./locale']),
  zone('src/kinds', 'src', 'kinds import model, locale, and what they say', [
    './kinds', './model', './locale', './content/plain-text.ts',
  ]),
  zone('src/content', 'src', 'content imports model and locale', ['./content', './model', './locale']),
  zone('src/transports', 'src', 'a transport knows the platform only', [
    './transports', './platform/types.ts', './model',
  ]),
  zone('src/protocols', 'src', 'a protocol knows the nouns, and transports by their interface', [
    './protocols', './platform/types.ts', './transports/transport.ts', './model',
    // What is made for them.
    './transports/requests.ts', './transports/utf8.ts', './transports/engine-io',
  ]),
  zone('src/connection', 'src', 'the connection knows transports by their interface', [
    './connection', './platform/types.ts', './platform/alarm.ts', './transports/transport.ts', './model',
  ]),
  zone('src/storage', 'src', 'storage knows the nouns only', ['./storage', './platform/types.ts', './model']),
  zone('src/uploads', 'src', 'uploads know the nouns, and the platform by its interfaces', [
    './uploads', './platform/types.ts', './platform/alarm.ts', './platform/shelf.ts', './platform/stop.ts',
    './storage/vault.ts', './model',
  ]),
  zone('src/sync', 'src', 'sync knows neither connection nor protocol', [
    './sync', './storage/vault.ts', './platform/types.ts', './platform/alarm.ts', './model',
  ]),
]

/** Components that may touch a store; all others take props and emit events, so that they can be used alone. */
const containers = [
  'components/chat-room/**', 'components/chat-conversations/**', 'components/chat-room-details/**',
]

export default ts.config(
  { ignores: ['dist', 'docs/public', 'node_modules', 'test-results', 'unpackage', 'tests/consumers/projects'] },
  js.configs.recommended,
  ts.configs.recommended,
  vue.configs['flat/essential'],
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver()],
      'import-x/extensions': ['.ts', '.vue', '.mjs'],
      'import-x/parsers': { 'vue-eslint-parser': ['.vue'] },
    },
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'no-undef': 'off', // TypeScript knows better.
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'vue/no-deprecated-slot-attribute': 'off',
      'vue/multi-word-component-names': 'off',
      'max-len': ['error', { code: 120, ignoreUrls: true, ignorePattern: 'chat-bubble__meta' }],
      'max-lines': ['error', { max: 350 }],
      'eqeqeq': 'error',
      'no-console': 'error',
      'no-eval': 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      // It runs where there is only the language and timers.
      'no-restricted-globals': ['error', ...[
        'uni', 'wx', 'window', 'document', 'navigator', 'localStorage', 'location', 'crypto', 'fetch', 'URL',
        'URLSearchParams', 'TextEncoder', 'TextDecoder', 'AbortController', 'WebSocket', 'XMLHttpRequest', 'Event',
        'structuredClone', 'atob', 'btoa', 'process',
      ]],
      'no-restricted-imports': ['error', {
        patterns: [{ group: ['vue', 'pinia', '@dcloudio/*'], message: 'src knows no framework' }],
      }],
    },
  },
  { files: ['src/platform/*.ts'], rules: { 'no-restricted-globals': 'off' } },
  {
    files: ['components/**/*.{ts,vue}'],
    ignores: containers,
    rules: {
      'no-restricted-imports': ['error', {
        patterns: [{
          group: ['**/store/*', '!**/store/words', '!**/store/file-links'],
          message: 'only chat-room and chat-conversations touch a store',
        }],
      }],
    },
  },
  {
    files: ['components/**/*.{ts,vue}', 'store/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', 'uni', 'wx', 'window', 'document', 'location', 'localStorage'] },
  },
  // Components are named by import() types there, for editors.
  { files: ['global.d.ts'], rules: { '@typescript-eslint/consistent-type-imports': 'off' } },
  // What Node loads from the package, as it is.
  { files: ['vite.js'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['scripts/**', 'server/main.ts', 'bench/**', 'tests/helpers/**'], rules: { 'no-console': 'off' } },
)
