import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

type Appearance = 'light' | 'dark'
const surfaces = { light: 'rgb(255, 255, 255)', dark: 'rgb(23, 27, 33)' }

/** The colour of a surface in the page and in elements that force a theme, one of them within the other. */
const colors = (page: Page) => page.evaluate(() => {
  const add = (parent: Element, theme?: string) => {
    const element = parent.appendChild(document.createElement('div'))
    if (theme) element.dataset.chatTheme = theme
    element.style.backgroundColor = 'var(--chat-surface)'
    return element
  }
  const body = document.querySelector('uni-page-body')!
  const dark = add(body, 'dark')
  return [add(body), dark, add(dark, 'light'), add(body, 'light')]
    .map(element => getComputedStyle(element).backgroundColor)
})

for (const system of ['light', 'dark'] as const) {
  test(`a theme is forced on the app or on a part of it, where the system's is ${system}`, async ({ demo }) => {
    const { page } = await demo.person('Ada', { colorScheme: system })
    const expectPage = async (appearance: Appearance) => {
      expect(await colors(page)).toEqual([surfaces[appearance], surfaces.dark, surfaces.light, surfaces.light])
    }
    await expectPage(system)
    for (const forced of ['light', 'dark'] as const) {
      await page.evaluate(theme => document.documentElement.dataset.chatTheme = theme, forced)
      await expectPage(forced)
    }
  })

  test(`a project's own colour has a value for each theme, where the system's is ${system}`, async ({ demo }) => {
    const { page } = await demo.person('Ada', { colorScheme: system })
    await page.addStyleTag({ content: `:root, uni-page-body {
      --chat-surface: var(--chat-light, rgb(1, 2, 3)) var(--chat-dark, rgb(4, 5, 6));
    }` })
    expect((await colors(page))[0]).toBe(system === 'light' ? 'rgb(1, 2, 3)' : 'rgb(4, 5, 6)')
  })
}
