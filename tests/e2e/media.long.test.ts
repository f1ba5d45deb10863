import { readFile } from 'node:fs/promises'
import { browserArgs, findBrowser } from '../../scripts/browser'
import type { Person } from '../helpers/demo'
import { picture } from '../helpers/picture'
import { expect, test } from './fixtures'

// A microphone that beeps once a second, and nobody who would have to allow it.
const devices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
test.use({ launchOptions: { executablePath: findBrowser() ?? undefined, args: [...browserArgs, ...devices] } })

interface File {
  name: string
  mimeType: string
  buffer: Buffer
}

const png = (name: string, width = 300, height = 200, colour: Parameters<typeof picture>[2] = [200, 40, 40]): File =>
  ({ name, mimeType: 'image/png', buffer: picture(width, height, colour) })

/** Chooses files in the composer's panel. */
async function choose({ page }: Person, action: RegExp, files: readonly File[]): Promise<void> {
  const more = page.locator('.chat-more')
  // Shortly after something was sent, its button minds no second tap.
  await expect(async () => {
    if (!await more.isVisible()) await page.locator('.chat-composer__more').click()
    await expect(more).toBeVisible({ timeout: 300 })
  }).toPass()
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.locator('.chat-more__tile').filter({ hasText: action }).click(),
  ])
  await chooser.setFiles([...files])
}

const images = ({ page }: Person) => page.locator('.chat-picture--shown img')

/** Two seconds of a grey square, as the browser's own recorder makes a film. */
async function film({ page }: Person): Promise<File> {
  const bytes = await page.evaluate(async () => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 90 })
    const context = canvas.getContext('2d')
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' })
    const parts: Blob[] = []
    recorder.ondataavailable = ({ data }) => void parts.push(data)
    const stopped = new Promise(resolve => { recorder.onstop = resolve })
    recorder.start()
    for (let step = 0; step < 40; step++) {
      if (context) context.fillStyle = `hsl(0 0% ${30 + step}%)`
      context?.fillRect(0, 0, 160, 90)
      await new Promise(resolve => setTimeout(resolve, 50))
    }
    recorder.stop()
    await stopped
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())]
  })
  return { name: 'square.webm', mimeType: 'video/webm', buffer: Buffer.from(bytes) }
}

/** The natural sizes of the pictures that are shown. */
function sizes(person: Person): Promise<string[]> {
  return images(person).evaluateAll(all => all.map((one) => {
    const { naturalWidth, naturalHeight } = one as HTMLImageElement
    return `${naturalWidth}x${naturalHeight}`
  }))
}

async function two(demo: Parameters<Parameters<typeof test>[2]>[0]['demo']): Promise<[Person, Person]> {
  const ada = await demo.person('Ada')
  const grace = await demo.person('Grace')
  await ada.enter('General')
  await grace.enter('General')
  return [ada, grace]
}

test('a picture is shown at once, and the other person sees it; nobody else gets its bytes', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  const links: string[] = []
  grace.page.on('response', response => void (response.url().includes('/v1/files/') && links.push(response.url())))
  await choose(ada, /Photo|Picture|Image/i, [png('a.png')])
  await expect.poll(() => sizes(grace)).toEqual(['300x200'])
  await expect.poll(() => sizes(ada)).toEqual(['300x200'])
  await expect(ada.page.locator('.chat-icon--checks')).toHaveCount(1)
  // What its sender shows is what was chosen: it isn't fetched.
  expect(await images(ada).getAttribute('src')).toMatch(/^blob:/)
  const shown = await images(grace).getAttribute('src') ?? ''
  expect(shown).toContain('signature=')
  expect(links.join(' ')).not.toContain('eyJ')
  expect((await fetch(shown.replace(/\?.*/, ''))).status).toBe(401)
})

test('several pictures go at once, and come in the order they were chosen', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  // The first one takes longest.
  const files = [png('1.png', 640, 640, 'noise'), png('2.png', 20, 10), png('3.png', 30, 10), png('4.png', 40, 10)]
  await choose(ada, /Photo|Picture|Image/i, files)
  await ada.page.getByText('Send as it is').click()
  await expect.poll(() => sizes(grace)).toEqual(['640x640', '20x10', '30x10', '40x10'])
  await expect.poll(() => sizes(ada)).toEqual(['640x640', '20x10', '30x10', '40x10'])
})

test('a large picture can go smaller', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  await choose(ada, /Photo|Picture|Image/i, [png('large.png', 2_500, 800, 'noise')])
  await ada.page.getByText('Send smaller').click()
  await expect.poll(() => sizes(grace)).toEqual(['2048x655'])
})

test('a voice message is recorded by holding, and played by the other person', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  await ada.page.locator('.chat-composer__voice').click()
  const pad = ada.page.locator('.chat-recorder__pad')
  await pad.hover()
  await ada.page.mouse.down()
  await expect(ada.page.locator('.chat-recorder__time')).toHaveText('0:02')
  expect(await ada.page.locator('.chat-recorder__level').count()).toBeGreaterThan(3)
  await ada.page.mouse.up()
  const button = grace.page.locator('.chat-voice__button')
  await expect(button).toHaveAttribute('aria-label', /not played/i)
  await button.click()
  await expect(grace.page.locator('.chat-icon--pause')).toBeVisible()
  await expect(grace.page.locator('.chat-icon--pause')).toHaveCount(0)
  await expect(button).not.toHaveAttribute('aria-label', /not played/i)
  await grace.page.reload()
  await expect(button).not.toHaveAttribute('aria-label', /not played/i)
})

test('a recording can be thrown away, locked, and made by keyboard; a tap too short is none', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  const { page } = ada
  await page.locator('.chat-composer__voice').click()
  const pad = page.locator('.chat-recorder__pad')
  const box = await pad.boundingBox()
  if (!box) throw new Error('no pad')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]

  await page.mouse.move(x, y)
  await page.mouse.down()
  await expect(page.locator('.chat-recorder__time')).toHaveText('0:02')
  await page.mouse.move(x - 100, y, { steps: 4 })
  await expect(page.locator('.chat-recorder__hint')).toHaveText('Release to cancel')
  await page.mouse.up()
  await expect(pad).toHaveText('Hold to talk')

  await page.mouse.move(x, y)
  await page.mouse.down()
  await expect(page.locator('.chat-recorder__time')).toBeVisible()
  await expect(page.locator('.chat-recorder__hint')).toHaveText(/Slide left/)
  await page.mouse.move(x, y - 90, { steps: 4 })
  await page.mouse.up()
  await expect(page.locator('.chat-recorder__button--cancel')).toBeVisible()
  await page.locator('.chat-recorder__button--cancel').click()
  await expect(pad).toHaveText('Hold to talk')

  await pad.focus()
  await page.keyboard.press('Enter')
  await expect(page.locator('.chat-recorder__time')).toHaveText('0:02')
  await page.keyboard.press('Escape')
  await expect(pad).toHaveText('Hold to talk')
  await page.keyboard.press('Enter')
  await expect(page.locator('.chat-recorder__time')).toHaveText('0:02')
  await page.keyboard.press('Enter')
  await expect(grace.page.locator('.chat-voice')).toHaveCount(1)
  await expect(ada.page.locator('.chat-voice')).toHaveCount(1)
})

test('an upload can be given up, and goes on when the server is back', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  await ada.say('before')
  await grace.sees(['before'])
  await demo.kill()
  await choose(ada, /Photo|Picture|Image/i, [png('a.png', 50, 50), png('b.png', 60, 60)])
  await expect(ada.page.locator('.chat-message--own .chat-icon--clock')).toHaveCount(2)
  await ada.page.locator('.chat-picture').first().click()
  await ada.page.getByText('Don’t send').click()
  await expect(ada.page.locator('.chat-picture')).toHaveCount(1)
  await demo.restart()
  await expect.poll(() => sizes(grace)).toEqual(['60x60'])
  await expect(ada.page.locator('.chat-icon--clock')).toHaveCount(0)
})

test('what was not uploaded when the page was closed goes on when it is opened again', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  await demo.kill()
  await choose(ada, /Photo|Picture|Image/i, [png('a.png', 50, 50)])
  await expect(ada.page.locator('.chat-message--own .chat-icon--clock')).toHaveCount(1)
  // The file is kept beside the page's storage.
  await expect.poll(() => ada.page.evaluate(() => new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open('chat-files')
    opening.onerror = reject
    opening.onsuccess = () => {
      const counting = opening.result.transaction('chat-files').objectStore('chat-files').count()
      counting.onsuccess = () => {
        opening.result.close()
        resolve(counting.result)
      }
    }
  }))).toBe(1)
  await ada.page.reload()
  await expect.poll(() => sizes(ada)).toEqual(['50x50'])
  await demo.restart()
  await expect.poll(() => sizes(grace)).toEqual(['50x50'])
  await expect(ada.page.locator('.chat-icon--clock')).toHaveCount(0)
})

test('what the server won\'t have says why, and can be thrown away', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  await choose(ada, /File/i, [{ name: 'long.bin', mimeType: 'application/x-x', buffer: Buffer.alloc(21_000_000) }])
  await ada.page.locator('.chat-message__failed').click()
  await expect(ada.page.getByText('The file is too large')).toBeVisible()
  await ada.page.getByText('Delete', { exact: true }).click()
  await expect(ada.bubbles).toHaveCount(0)
  await choose(ada, /File/i, [{ name: 'report.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 x') }])
  await expect(grace.page.locator('.chat-message')).toContainText('report.pdf')
})

test('a film has its picture and length before it is loaded, and the other person plays it', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  await choose(ada, /Video/i, [await film(ada)])
  await expect.poll(() => sizes(grace)).toEqual(['160x90'])
  await expect(grace.page.locator('.chat-picture__length')).toHaveText(/^0:0[12]$/)
  await grace.page.locator('.chat-picture').click()
  const video = grace.page.locator('.chat-viewer video')
  await expect.poll(() => video.evaluate(one => (one as HTMLVideoElement).currentTime)).toBeGreaterThan(0.2)
  await grace.page.keyboard.press('Escape')
  await expect(grace.page.locator('.chat-viewer')).toHaveCount(0)
})

test('what is no film is none, and says so', async ({ demo }) => {
  const [ada] = await two(demo)
  await choose(ada, /Video/i, [{ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no film') }])
  await expect(ada.page.locator('uni-toast')).toBeVisible()
  await expect(ada.bubbles).toHaveCount(0)
})

test('a file comes as it was sent, whatever is in it, and is only kept', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  const page = '<script>document.title = "hurt"</script>'
  await choose(ada, /File/i, [{ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(page) }])
  await expect(grace.page.locator('.chat-file')).toContainText('page.html')
  const [download] = await Promise.all([
    grace.page.waitForEvent('download'), grace.page.locator('.chat-file').click(),
  ])
  expect(download.suggestedFilename()).toBe('page.html')
  expect(await readFile(await download.path(), 'utf8')).toBe(page)
  expect(grace.page.context().pages()).toHaveLength(1)
})

test('a picture is saved from its menu', async ({ demo }) => {
  const [ada, grace] = await two(demo)
  const { buffer, ...file } = png('a.png', 40, 30)
  await choose(ada, /Photo|Picture|Image/i, [{ ...file, buffer }])
  await expect.poll(() => sizes(grace)).toEqual(['40x30'])
  await grace.page.locator('.chat-picture').click({ button: 'right' })
  const [download] = await Promise.all([
    grace.page.waitForEvent('download'), grace.page.getByRole('menuitem', { name: 'Save', exact: true }).click(),
  ])
  expect((await readFile(await download.path())).equals(buffer)).toBe(true)
})

test('a place is where one is, and opens on a map, after a question', async ({ demo }) => {
  const options = { permissions: ['geolocation'], geolocation: { latitude: 31.2304, longitude: 121.4737 } }
  const ada = await demo.person('Ada', options)
  const grace = await demo.person('Grace', { locale: 'zh-CN' })
  await ada.enter('General')
  await grace.enter('General')
  await ada.page.locator('.chat-composer__more').click()
  await ada.page.locator('.chat-more__tile').filter({ hasText: /Location/i }).click()
  await expect(grace.page.locator('.chat-place__name')).toHaveText('My location')
  const map = /uri\.amap\.com\/marker\?position=121\.4737,31\.2304&.*coordinate=wgs84$/
  await grace.page.context().route(map, route => route.fulfill({ body: 'a map' }))
  await grace.page.locator('.chat-place').click()
  const [opened] = await Promise.all([
    grace.page.context().waitForEvent('page'), grace.page.locator('uni-modal .uni-modal__btn_primary').click(),
  ])
  await expect(opened).toHaveURL(map)
})

test('pages, and kinds from a newer version, are shown to who gets them', async ({ demo }) => {
  const grace = await demo.person('Grace')
  await grace.enter('General')
  const ada = await demo.client('Ada')
  await ada.say({ kind: 'link', url: 'https://example.com/page', title: 'A page', description: 'What it says' })
  await ada.say({ kind: 'hologram', depth: 3 })
  await expect(grace.page.locator('.chat-page')).toContainText('A page')
  await expect(grace.page.locator('.chat-page__site')).toContainText('example.com')
  await expect(grace.page.locator('.chat-bubble--unsupported')).toBeVisible()
  await grace.page.context().route('https://example.com/page', route => route.fulfill({ body: 'the page' }))
  await grace.page.locator('.chat-page').click()
  const [opened] = await Promise.all([
    grace.page.context().waitForEvent('page'), grace.page.locator('uni-modal .uni-modal__btn_primary').click(),
  ])
  await expect(opened).toHaveURL('https://example.com/page')
  expect(await opened.evaluate(() => window.opener)).toBeNull()
})
