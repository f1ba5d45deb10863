// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const pascal = (name: string) => name.replace(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase())

it('editors know every component that easycom finds, and no other', () => {
  const found = readdirSync('components').filter(name => existsSync(join('components', name, `${name}.vue`)))
  const typed = [...readFileSync('global.d.ts', 'utf8').matchAll(/(Chat\w+): typeof import\('(.+)'\)\['default'\]$/gm)]
  expect(typed.map(([, name, path]) => [name, path]))
    .toEqual(found.map(name => [pascal(name), `./components/${name}/${name}.vue`]).sort())
})
