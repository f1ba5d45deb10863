import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type SmallTarget, smallTargets } from './targets'

export const themes = ['light', 'dark'] as const
export type Theme = (typeof themes)[number]
export type Language = 'en' | 'zh-Hans'

/** What axe found on a picture. */
export interface Violation {
  rule: string
  help: string
  /** Where, as selectors with what is wrong there. */
  places: string[]
}

export interface Shot {
  scene: string
  language: Language
  theme: Theme
  file: string
  violations: Violation[]
  small: SmallTarget[]
}

/** A look at a page other than the usual one: a phone of 375 px with letters of the usual size. */
export interface Variant {
  name: string
  width?: number
  scale?: number
  rightToLeft?: boolean
}

export const variants: readonly Variant[] = [
  { name: '320', width: 320 },
  { name: '430', width: 430 },
  { name: '1024', width: 1_024 },
  { name: '200%', scale: 2 },
  { name: '320 at 200%', width: 320, scale: 2 },
  { name: 'rtl', rightToLeft: true },
]

/**
 * Rules of axe that say nothing true about a chat, each with its reason. All others of WCAG 2.2 A and AA and of good
 * practice hold.
 */
const without: Readonly<Record<string, string>> = {
  'landmark-one-main': 'which part of a page is its main one is the project\'s to say: the kit is no page',
  'region': 'the same: a component can\'t know the landmarks around it',
  'page-has-heading-one': 'the same: the title is in the title bar of the platform, which has no headings',
}

/** Places where a rule says nothing true, each with its reason. */
const exceptions: readonly { rule: string, within: string, why: string }[] = [
  { rule: 'scrollable-region-focusable', within: '.chat-mentions', why: 'its keys are those of the field, which has '
    + 'the focus: a listbox that is moved through by aria-activedescendant' },
]

/** Takes pictures of pages in both themes, and looks at them as axe does. */
export class Camera {
  readonly shots: Shot[] = []

  constructor(private readonly folder: string, readonly language: Language) {
    mkdirSync(folder, { recursive: true })
  }

  async shoot(page: Page, scene: string, only: readonly Theme[] = themes): Promise<void> {
    for (const theme of only) {
      await setTheme(page, theme)
      const file = `${scene.replaceAll(/[^a-z0-9]+/gi, '-')}.${this.language}.${theme}.png`
      await page.screenshot({ path: join(this.folder, file), animations: 'disabled', caret: 'hide' })
      const violations = await check(page)
      const small = theme === only[0] ? await page.evaluate(smallTargets) : []
      this.shots.push({ scene, language: this.language, theme, file, violations, small })
    }
  }

  /** The same at other widths, with large letters and from right to left: each in one theme. */
  async vary(page: Page, scene: string, names?: readonly string[]): Promise<void> {
    const usual = page.viewportSize() ?? { width: 375, height: 812 }
    const wanted = variants.filter(({ name }) => !names || names.includes(name))
    for (const [index, { name, width, scale, rightToLeft }] of wanted.entries()) {
      await page.setViewportSize({ ...usual, width: width ?? usual.width })
      await dress(page, scale, rightToLeft)
      await page.waitForTimeout(150)
      await this.shoot(page, `${scene} ${name}`, [themes[(index + scene.length) % 2] ?? 'light'])
    }
    await page.setViewportSize(usual)
    await dress(page)
  }
}

async function setTheme(page: Page, theme: Theme): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.evaluate((theme) => {
    for (const forced of document.querySelectorAll<HTMLElement>('[data-chat-theme]')) forced.dataset.chatTheme = theme
    return new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  }, theme)
}

async function dress(page: Page, scale = 1, rightToLeft = false): Promise<void> {
  await page.evaluate(([scale, direction]) => {
    document.documentElement.style.setProperty('--chat-font-scale', scale)
    document.documentElement.dir = direction
    for (const own of document.querySelectorAll<HTMLElement>('.stage')) {
      own.dir = direction
      own.style.setProperty('--chat-font-scale', scale)
    }
  }, [String(scale), rightToLeft ? 'rtl' : 'ltr'] as const)
}

async function check(page: Page): Promise<Violation[]> {
  const { violations } = await new AxeBuilder({ page })
    .disableRules(Object.keys(without))
    // All in the page itself: otherwise it opens another one for each picture.
    .setLegacyMode(true)
    .analyze()
  const found: Violation[] = []
  for (const { id: rule, help, nodes } of violations) {
    const places: string[] = []
    for (const { target, failureSummary = '' } of nodes) {
      const selector = String(target[0])
      const within = exceptions.filter(exception => exception.rule === rule).map(exception => exception.within).join()
      const isExcepted = within !== '' && await page.evaluate(
        ({ selector, within }) => document.querySelector(selector)?.closest(within), { selector, within })
      if (!isExcepted) places.push(`${selector}: ${failureSummary.replaceAll('\n', ' ')}`)
    }
    if (places.length) found.push({ rule, help, places })
  }
  return found
}
