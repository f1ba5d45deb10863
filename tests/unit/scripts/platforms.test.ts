// @vitest-environment node
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { platforms } from '../../../scripts/platform-list'

const words = {
  'README.md': {
    builds: 'yes',
    browser: 'Chromium, end to end',
    framework: 'the built output on WeChat\'s component framework in Node',
    load: 'loaded',
  },
  'README.zh-CN.md': {
    builds: '是',
    browser: 'Chromium，端到端',
    framework: '在 Node 中的微信组件框架上运行构建产物',
    load: '仅加载',
  },
} as const

it.each(Object.keys(words) as (keyof typeof words)[])('%s tells what is built and how it is run', file => {
  const rows = [...readFileSync(file, 'utf8').matchAll(/^\| .+ \| `([\w-]+)` \| (.+) \| (.+) \| .+ \|$/gm)]
  expect(rows.map(([, id, builds, run]) => [id, builds, run]))
    .toEqual(platforms.map(({ id, run }) => [id, words[file].builds, words[file][run]]))
})
