import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

it('of src, platform and locale alone differ from platform to platform, so all the rest is tested once', () => {
  const differing = readdirSync('src', { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
    .filter(path => /#if(n?def)\b/.test(readFileSync(path, 'utf8')))
  expect(differing.length).toBeGreaterThan(0)
  const known = ['platform', 'locale'].map(folder => join('src', folder))
  expect(differing.filter(path => !known.some(folder => path.startsWith(folder)))).toEqual([])
})
