/**
 * Draws the picture at the head of the README: the built H5 demo in headless Chromium, light and dark. It needs the
 * build: `npm run build:h5 && npm run picture`.
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { Demo, type Person } from '../tests/helpers/demo'
import { browserArgs, findBrowser } from './browser'

const folder = join(__dirname, '..', 'docs', 'images')

/** A phone's screen, in px. */
const phone = { width: 375, height: 812 }

interface Look {
  colorScheme: 'light' | 'dark'
  locale: string
  names: [string, string]
  talk: [speaker: 0 | 1, text: string][]
}

const looks: Look[] = [
  {
    colorScheme: 'light',
    locale: 'en-US',
    names: ['Ada', 'Grace'],
    talk: [
      [0, 'Morning! The new build is on the test phones.'],
      [1, 'Nice 🎉'],
      [1, 'I tried it in the lift: the network went away twice, and nothing went missing.'],
      [0, 'And in the background?'],
      [1, 'WeChat cut it after five seconds, as it does. It was back before I could look.'],
      [0, 'Then we ship today.'],
      [1, '👍'],
    ],
  },
  {
    colorScheme: 'dark',
    locale: 'zh-CN',
    names: ['小林', '阿杰'],
    talk: [
      [1, '新版本已经装到测试机上了'],
      [0, '太好了 🎉'],
      [0, '我在电梯里试了一下，断了两次网，一条消息都没丢。'],
      [1, '切到后台呢？'],
      [0, '微信五秒后断开了连接，回到前台马上就恢复了。'],
      [1, '那今天就发布吧'],
      [0, '好的'],
    ],
  },
]

void main()

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const browser = await chromium.launch({ executablePath: findBrowser() ?? undefined, args: [...browserArgs] })
  try {
    const rooms: Buffer[] = []
    for (const look of looks) rooms.push(await shoot(browser, look))
    await sideBySide(browser, rooms, join(folder, 'chat.png'))
  } finally {
    await browser.close()
  }
}

/** A room in which two people talked, as one of them sees it. */
async function shoot(browser: Browser, { colorScheme, locale, names, talk }: Look): Promise<Buffer> {
  const demo = await Demo.start(options => browser.newContext(options))
  try {
    // Both are members before the first of them looks.
    for (const name of names) await (await demo.client(name)).end()
    const options = { viewport: phone, colorScheme, locale, deviceScaleFactor: 2 }
    const people: [Person, Person] = [await demo.person(names[0], options), await demo.person(names[1], options)]
    for (const person of people) await person.enter('General')
    for (const [index, [speaker, text]] of talk.entries()) {
      await people[speaker].say(text)
      await people[1 - speaker]?.sees(talk.slice(0, index + 1).map(([, said]) => said))
    }
    await people[0].page.waitForTimeout(300)
    return await people[0].page.screenshot()
  } finally {
    await demo.close()
  }
}

/** Puts pictures of phones next to each other into one file. */
async function sideBySide(browser: Browser, pictures: Buffer[], path: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 860, height: 872 }, deviceScaleFactor: 2 })
  const images = pictures.map(picture => `<img src="data:image/png;base64,${picture.toString('base64')}">`)
  await page.setContent(`<style>
    body { display: flex; justify-content: center; gap: 30px; margin: 0; padding: 30px; background: transparent; }
    img { width: 375px; border-radius: 28px; box-shadow: 0 0 0 1px #8886, 0 8px 30px #0002; }
  </style>${images.join('')}`)
  await page.screenshot({ path, omitBackground: true })
  await page.close()
}
