/** What one copies from the pages works: whole files build as a project, and all other code can be read. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { transformSync } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'vue/compiler-sfc'
import { paths } from '../../docs/.vitepress/pages'
import { run } from '../helpers/run'
import { type Snippet, snippetsOf } from './markdown'

const home = resolve('dist/snippets')
const page = (path: string): string => readFileSync(join('docs', `${path}.md`), 'utf8')

/** The whole files of a page. */
const filesOf = (path: string): Snippet[] => snippetsOf(page(path)).filter(({ file }) => file !== undefined)

/** Packs the kit, as somebody who installs it gets it. */
async function install(folder: string): Promise<void> {
  const packed = await run('npm', ['pack', '--ignore-scripts', '--pack-destination', home])
  if (packed.code !== 0) throw new Error(packed.output)
  const [filename = ''] = /uni-chat-kit-\S+\.tgz$/m.exec(packed.output) ?? []
  const place = join(folder, 'node_modules/uni-chat-kit')
  mkdirSync(place, { recursive: true })
  const unpacked = await run('tar', ['-xzf', join(home, filename), '-C', place, '--strip-components=1'])
  if (unpacked.code !== 0) throw new Error(unpacked.output)
}

/** A project of these files, which lie over one another in this order. Node finds other packages further up. */
function makeProject(name: string, ...files: readonly Snippet[]): string {
  const folder = join(home, name)
  rmSync(folder, { recursive: true, force: true })
  for (const { file = '', code } of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), code)
  }
  cpSync(join(home, 'kit/node_modules'), join(folder, 'node_modules'), { recursive: true })
  return folder
}

async function build(folder: string, platform: 'h5' | 'mp-weixin'): Promise<{ said: string, out: string }> {
  const cli = join(dirname(createRequire(__filename).resolve('@dcloudio/vite-plugin-uni/package.json')), 'bin/uni.js')
  const out = join(folder, 'out', platform)
  const { code, output } = await run(process.execPath, [cli, 'build', '-p', platform], folder, { UNI_OUTPUT_DIR: out })
  if (code !== 0) throw new Error(output)
  return { said: output, out }
}

/** A page to start with, as an existing project has one. */
const before: Snippet = {
  language: 'vue', file: 'src/pages/home/home.vue', code: '<template><view>Home</view></template>\n',
}

describe('a project of the files of the pages', () => {
  beforeAll(async () => {
    rmSync(home, { recursive: true, force: true })
    mkdirSync(home, { recursive: true })
    await install(join(home, 'kit'))
  }, 60_000)

  it.each([
    ['start', 'h5'], ['start', 'mp-weixin'], ['existing', 'h5'], ['existing', 'mp-weixin'],
  ] as const)('%s builds for %s', async (name, platform) => {
    const files = name === 'start'
      ? [...filesOf('start'), ...filesOf('theming')]
      : [...filesOf('start'), before, ...filesOf('existing')]
    const { said, out } = await build(makeProject(`${name}-${platform}`, ...files), platform)
    expect(said).not.toMatch(/warn/i)
    expect(existsSync(join(out, platform === 'h5' ? 'index.html' : 'app.json'))).toBe(true)
    if (platform === 'mp-weixin') {
      const room = name === 'start' ? 'pages/room/room.json' : 'pages/chat/chat.json'
      expect(readFileSync(join(out, room), 'utf8')).toContain('chat-room')
    }
  }, 300_000)
})

/** Whether it is code of a language, or a part of an object. */
function isCode({ language, code }: Snippet): boolean {
  switch (language) {
    case 'ts':
      return [code, `({${code}})`].some(one => canRead(() => transformSync(one, { loader: 'ts' })))
    case 'json':
      return [code, `{${code}}`].some(one => canRead(() => JSON.parse(one) as unknown))
    case 'vue':
      return parse(/^<(script|template|style)/m.test(code) ? code : `<template>${code}</template>`).errors.length === 0
    default:
      return true
  }
}

function canRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

it('all code of the pages can be read', () => {
  const wrong = [...paths, ...paths.map(path => `zh/${path}`)].flatMap(path =>
    snippetsOf(page(path)).filter(one => !isCode(one)).map(({ code }) => `${path}: ${code.slice(0, 60)}`))
  expect(wrong).toEqual([])
})
