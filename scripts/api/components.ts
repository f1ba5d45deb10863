/** What components take, tell, leave room for and can be asked to do. */
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createChecker } from 'vue-component-meta'

const root = resolve(__dirname, '../..')
const fileOf = (name: string): string => join(root, 'components', name, `${name}.vue`)
const byName = (a: { name: string }, b: { name: string }): number => a.name < b.name ? -1 : 1
const inLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The report of all components that easycom finds. */
export function reportComponents(): string {
  const checker = createChecker(join(root, 'tsconfig.json'), { schema: false })
  const section = (name: string): string => {
    const { props, events, slots, exposed } = checker.getComponentMeta(fileOf(name))
    const line = (what: string, one: { name: string, type: string }, more = '') =>
      `- ${what} \`${one.name}\`: \`${inLine(one.type)}\`${more}`
    const given = new Set([...props.map(one => one.name), ...slots.map(one => one.name)])
    const isMethod = (one: string) => !given.has(one) && !one.startsWith('$') && !/^on[A-Z]/.test(one)
    return [
      `## ${name}\n`,
      ...props.filter(one => !one.global).sort(byName).map(one =>
        line('prop', one, one.required ? ', required' : one.default ? `, \`${inLine(one.default)}\` without it` : '')),
      ...events.sort(byName).map(one => line('event', one)),
      ...slots.sort(byName).map(one => line('slot', one)),
      ...exposed.filter(one => isMethod(one.name)).sort(byName).map(one => line('method', one)),
    ].join('\n')
  }
  const names = readdirSync(join(root, 'components')).filter(name => existsSync(fileOf(name)))
  return `${['# Components\n\nWritten by `npm run api`.', ...names.map(section)].join('\n\n')}\n`
}
