import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Consumer } from '../../tests/helpers/consumer'

export interface PackageSizes {
  mpMainDeltaBytes: number
  mpSubpackageBytes: number
}

/** The project that has the kit in its subpackage `chat`, before anything is installed. */
export const subpackageShop = (): Consumer => new Consumer('subpackage')

/** The same project without the kit: its pages with chat are there, and empty. */
function withoutKit(): Consumer {
  const shop = subpackageShop()
  const page = '<template>\n  <view />\n</template>\n'
  for (const name of ['list', 'room']) shop.edit(`src/chat/${name}/${name}.vue`, () => page)
  return shop.edit('vite.config.ts', text => text.replace(/^.*uni-chat-kit.*\n/m, '').replace(/chatKit\(.*?\), /, ''))
}

const isInSubpackage = (path: string): boolean => path.startsWith('chat/')

/** The bytes of a build's files, in the main package or in the subpackage. */
function bytes(shop: Consumer, inSubpackage: boolean): number {
  return shop.built('mp-weixin').filter(path => isInSubpackage(path) === inSubpackage)
    .reduce((sum, path) => sum + statSync(join(shop.out('mp-weixin'), path)).size, 0)
}

/**
 * What the kit weighs in a mini-program that has it in a subpackage, in bytes, minified but not zipped, as WeChat
 * counts: what the main package grows by, and the subpackage.
 * @param built that project with the kit, built; without, it is built here
 */
export async function measurePackages(built?: Consumer): Promise<PackageSizes> {
  const [shop, plain] = [built ?? await subpackageShop().unpack(), withoutKit().link()]
  if (!built) await shop.build('mp-weixin')
  await plain.build('mp-weixin')
  const sizes = {
    mpMainDeltaBytes: bytes(shop, false) - bytes(plain, false),
    mpSubpackageBytes: bytes(shop, true),
  }
  if (!built) shop.remove()
  plain.remove()
  return sizes
}
