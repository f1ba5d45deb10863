import { expect } from '@playwright/test'
import type { Stage } from '../stage'
import type { World } from '../world'

/** Pages about people and groups. */
export async function people(stage: Stage, world: World): Promise<void> {
  const { camera, cast, words } = stage
  const demo = await stage.demo()
  const { page } = await demo.person(cast.me)
  const go = (path: string): Promise<unknown> => page.goto(`${demo.address}#/pages/${path}`)

  await go('people/people')
  await expect(page.locator('.chat-people__row').nth(2)).toBeVisible()
  await camera.shoot(page, 'people')
  await camera.vary(page, 'people', ['320 at 200%', 'rtl'])
  await page.locator('.chat-people input').fill('xyz')
  await camera.shoot(page, 'people none')

  await go('new-group/new-group')
  await expect(page.getByRole('checkbox').nth(2)).toBeVisible()
  await camera.shoot(page, 'new group')
  await page.getByRole('checkbox').first().click()
  await page.getByRole('checkbox').nth(1).click()
  await page.locator('.new-group__title input').fill(cast.group)
  await camera.shoot(page, 'new group chosen')
  await camera.vary(page, 'new group', ['320', '200%', 'rtl'])

  const [first, , , last] = world.others
  await go(`person/person?id=${first?.self.id}`)
  await expect(page.locator('.chat-profile')).toBeVisible()
  await camera.shoot(page, 'profile')
  await go(`person/person?id=${last?.self.id}`)
  // An address that is only edited leaves the page as it is.
  await page.reload()
  await expect(page.locator('.chat-profile__name').last()).toContainText(cast.others[3].slice(0, 5))
  await camera.shoot(page, 'profile with a long name')
  await camera.vary(page, 'profile', ['320 at 200%', '1024', 'rtl'])

  await go(`room-info/room-info?id=${world.group}`)
  await expect(page.locator('.chat-info__person').nth(2)).toBeVisible()
  await camera.shoot(page, 'details of a group, owner')
  await camera.vary(page, 'details of a group')
  const option = (label: string) => page.locator('.chat-option', { hasText: label }).first()
  const layer = async (label: string, scene: string, shows: string): Promise<void> => {
    await option(label).click()
    await expect(page.locator(shows).first()).toBeVisible()
    await camera.shoot(page, scene)
    await page.locator('.chat-layer__back').last().click()
  }
  await layer(words.groupName, 'details: name', '.chat-edit')
  await layer(words.announcement, 'details: announcement', '.chat-edit')
  await layer(words.allMembers, 'details: members', '.chat-layer .chat-people__row')
  await layer(words.pinnedMessages, 'details: pinned', '.chat-pins__row')
  await page.getByRole('button', { name: words.addPeople }).first().click()
  await expect(page.locator('.chat-details__add')).toBeVisible()
  await camera.shoot(page, 'details: add people')
  await page.locator('.chat-layer__back').last().click()

  await go(`room-info/room-info?id=${world.direct}`)
  await page.reload()
  await expect(page.locator('.chat-details')).toContainText(cast.others[0])
  await camera.shoot(page, 'details of a direct conversation')

  const member = await demo.person(cast.others[0])
  await member.page.goto(`${demo.address}#/pages/room-info/room-info?id=${world.group}`)
  await expect(member.page.locator('.chat-info__person').nth(2)).toBeVisible()
  await camera.shoot(member.page, 'details of a group, member')
}
