/** Projects in plain JavaScript, with a single component, and on the oldest versions that the kit supports. */
import { afterAll, expect, it } from 'vitest'
import { Consumer, warnings } from '../helpers/consumer'
import { closeBrowser, openPage, serveBuild } from '../helpers/consumer-chat'

const made: Consumer[] = []
afterAll(async () => {
  await closeBrowser()
  for (const one of made) one.remove()
})

function consumer(name: string): Consumer {
  const one = new Consumer(name)
  made.push(one)
  return one
}

async function buildBoth(project: Consumer): Promise<void> {
  for (const platform of ['mp-weixin', 'h5'] as const) expect(warnings(await project.build(platform))).toEqual([])
}

it('plain JavaScript', async () => {
  await buildBoth(await consumer('javascript').unpack())
})

it('a list of messages alone, without Pinia or a server', async () => {
  const log = await consumer('single').unpack()
  await buildBoth(log)
  expect(await log.checkTypes()).toEqual({ code: 0, output: '' })
  const errors: string[] = []
  const server = await serveBuild(log.out('h5'))
  const page = await openPage(server.address, errors)
  await page.locator('.chat-bubble__text').getByText('Door closed').waitFor()
  server.close()
  expect(errors).toEqual([])
})

/** The first with Vue 3.4.21, as HBuilderX 4.15. */
const oldest = '3.0.0-4010520240507001'

it('the oldest versions', async () => {
  const shop = consumer('vite').depend((name, version) => {
    if (name === 'pinia') return '2.1.7'
    if (name === '@dcloudio/types') return '3.4.8'
    return name.startsWith('@dcloudio/') ? oldest : version
  })
  await buildBoth(await shop.install('npm'))
})
