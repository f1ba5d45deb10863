/** The composer in all its states, alone under a list. */
import { expect } from '@playwright/test'
import type { Stage } from '../stage'

export async function composer(stage: Stage): Promise<void> {
  const { camera, cast } = stage
  const page = await stage.open('composer-app', '#/pages/composer/composer')
  await page.waitForFunction('window.composer')
  await page.evaluate(`composer.speak('${camera.language}')`)
  const set = (props: object): Promise<unknown> => page.evaluate(`composer.set(${JSON.stringify(props)})`)
  const clear = {
    maxLength: 100, quote: undefined, editing: undefined, quickReplies: [], disabled: '', members: undefined,
  }
  const field = page.locator('textarea')
  const shoot = async (name: string, variants?: string[]): Promise<void> => {
    await page.waitForTimeout(150)
    await camera.shoot(page, `composer ${name}`)
    if (variants) await camera.vary(page, `composer ${name}`, variants)
  }

  await set({ ...clear, voice: true })
  await shoot('at rest', ['320', '200%', '1024', 'rtl'])
  await field.fill(cast.answer)
  await shoot('with a text')
  await field.fill(`${cast.long.repeat(3)}`)
  await shoot('too long', ['320 at 200%', 'rtl'])
  await set({ maxLength: 10_000 })
  await shoot('five lines')
  await field.fill('')
  await set({ quote: { author: cast.others[0], summary: cast.question } })
  await shoot('quote', ['320 at 200%', 'rtl'])
  await page.evaluate('composer.set({ quote: undefined })')
  await set({ editing: { key: 'm1', text: cast.typo } })
  await shoot('edit')
  await page.evaluate('composer.set({ editing: undefined })')
  await field.fill('')
  await set({ quickReplies: cast.talk.slice(0, 4).map(([, text]) => text) })
  await shoot('quick replies', ['320 at 200%', 'rtl'])
  await set({ quickReplies: [], actions: [
    { name: 'image', label: stage.words.image, icon: 'image' },
    { name: 'shoot', label: stage.words.shoot, icon: 'shoot' },
    { name: 'file', label: stage.words.file, icon: 'file' },
    { name: 'location', label: stage.words.location, icon: 'pin' },
    { name: 'card', label: stage.words.card, icon: 'people' },
  ] })
  await page.locator('.chat-composer__more').click()
  await expect(page.locator('.chat-more')).toBeVisible()
  await shoot('more', ['320 at 200%', '1024', 'rtl'])
  await page.locator('.chat-composer__emoji').click()
  await expect(page.locator('.chat-emoji__cell').first()).toBeVisible()
  await shoot('emoji', ['320', '200%', '1024', 'rtl'])
  await page.locator('.chat-emoji input').fill('cat')
  await shoot('emoji found')
  await page.locator('.chat-emoji input').fill('zzzzz')
  await shoot('emoji not found')
  await page.locator('.chat-emoji input').fill('')
  await page.keyboard.press('Escape')
  await page.evaluate('composer.set({ members: composer.people, mayMentionAll: true })')
  await field.click()
  await field.pressSequentially('@')
  await expect(page.locator('.chat-mentions')).toBeVisible()
  await shoot('mentions', ['320 at 200%', 'rtl'])
  await field.fill('')
  await set({ disabled: 'muted' })
  await shoot('muted')
}
