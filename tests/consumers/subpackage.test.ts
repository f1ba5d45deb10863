/**
 * A project with the kit in a subpackage only, as `docs/subpackages.md` tells: nothing of it is in the main package,
 * and it starts with the subpackage.
 */
import { afterAll, expect, it } from 'vitest'
import { measurePackages, subpackageShop } from '../../bench/lib/packages'
import { talkOn } from '../helpers/consumer-chat'
import { checkMiniProgram } from '../helpers/mini-program/compile'
import { startMiniProgram } from '../helpers/mini-program/host'
import { login, Stage } from '../helpers/server'
import { warnings } from '../helpers/consumer'

const stage = new Stage()
const shop = subpackageShop()

afterAll(async () => {
  await stage.close()
  shop.remove()
})

it('the whole kit is in the subpackage: the main package grows by a few functions of Vue', async () => {
  const { port } = await stage.server()
  expect(warnings(await (await shop.unpack()).build('mp-weixin', `ws://127.0.0.1:${port}/v1/ws`))).toEqual([])
  expect(checkMiniProgram(shop.out('mp-weixin')).filter(({ level }) => level === 'error')).toEqual([])
  const { mpMainDeltaBytes, mpSubpackageBytes } = await measurePackages(shop)
  expect(mpMainDeltaBytes).toBeLessThanOrEqual(2560)
  expect(mpSubpackageBytes).toBeLessThan(512 * 1024)

  const grace = await stage.join(port, 'Grace')
  const { token } = await login(port, 'Ada')
  const app = startMiniProgram(shop.out('mp-weixin'))
  const home = await app.open('pages/home/home', { token })
  await home.tap('.home__talk')
  await grace.say('hello')
  const list = await app.waitForPage('chat/list/list')
  await list.waitForText('Grace: hello')
  await list.tap('.chat-cell')
  await talkOn(await app.waitForPage('chat/room/room'), 'Ada', grace)
  expect(app.sockets.openNow).toBe(1)
  expect(app.errors).toEqual([])
  app.stop()
})

it('builds for H5 too', async () => {
  expect(warnings(await shop.build('h5'))).toEqual([])
})
