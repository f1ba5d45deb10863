/**
 * The same project in a workspace of pnpm, under strict flags of TypeScript: packages lie far from where they are
 * used, in a folder with a dot in front (uni-app#3095), and nothing is found that isn't depended upon.
 */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Consumer, warnings } from '../helpers/consumer'

const shop = new Consumer('vite', 'apps/shop').within('pnpm')

beforeAll(async () => {
  await shop.depend().install('pnpm')
})

afterAll(() => shop.remove())

it('its types hold', async () => {
  expect(await shop.checkTypes()).toEqual({ code: 0, output: '' })
})

it('builds for WeChat without a warning, and nothing lands outside, or where WeChat doesn\'t look', async () => {
  expect(warnings(await shop.build('mp-weixin'))).toEqual([])
  const files = shop.built('mp-weixin')
  expect(files).toContain('node-modules/uni-chat-kit/components/chat-room/chat-room.wxml')
  expect(files.filter(path => path.split('/').some(part => part.startsWith('.')))).toEqual([])
  const used = files.filter(path => path.endsWith('.json')).flatMap(path => shop.usedBy('mp-weixin', path))
  expect(used.filter(path => !files.includes(`${path}.wxml`))).toEqual([])
})

it('builds for H5 without a warning', async () => {
  expect(warnings(await shop.build('h5'))).toEqual([])
})
