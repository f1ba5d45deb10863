import { expect } from '@playwright/test'
import type { Stage } from '../stage'

/** What one sees without being signed in. */
export async function signedOut(stage: Stage): Promise<void> {
  const { camera } = stage
  const demo = await stage.demo()
  const { page } = await demo.visitor()
  await expect(page.locator('.sign-in')).toBeVisible()
  await camera.shoot(page, 'sign-in')
  await camera.vary(page, 'sign-in', ['320', '1024', '200%', 'rtl'])
  await page.route('**/v1/demo/login', route => route.abort())
  await page.locator('input').fill(stage.cast.me)
  await page.locator('input').press('Enter')
  await expect(page.locator('.sign-in__error')).toBeVisible()
  await camera.shoot(page, 'sign-in failed')

  await page.goto(`${demo.address}#/pages/list-alone/list-alone`)
  await expect(page.locator('.alone__empty')).toBeVisible()
  await camera.shoot(page, 'list alone empty')
  for (let line = 0; line < 9; line++) await page.locator('.alone__key').first().click()
  await camera.shoot(page, 'list alone')

  await page.goto(`${demo.address}#/pages/try/try`)
  await expect(page.locator('.try-form')).toBeVisible()
  await camera.shoot(page, 'connect to my server')
  await camera.vary(page, 'connect to my server', ['320', '1024', '200%', 'rtl'])
  await page.locator('.try-form__connect').click()
  await expect(page.locator('.try-form__fault, .try-page__finding').first()).toBeVisible()
  await camera.shoot(page, 'connect to my server fault')
  await page.locator('.try-form__input--url input').fill('ws://127.0.0.1:9')
  await page.locator('.try-form__connect').click()
  await expect(page.locator('.try-page__finding--bad')).toBeVisible({ timeout: 20_000 })
  await camera.shoot(page, 'connect to my server unreachable')
  await camera.vary(page, 'connect to my server unreachable', ['1024'])
}
