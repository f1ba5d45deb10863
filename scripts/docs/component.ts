/** What a component takes, tells, leaves room for and can be asked to do, with its own words, out of its source. */
import { readdirSync, existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { parse } from 'vue/compiler-sfc'
import { createChecker } from 'vue-component-meta'
import { readTokens } from './tokens'

const root = resolve(__dirname, '../..')

export interface Row {
  readonly name: string
  readonly type: string
  readonly description: string
  /** What holds where nothing is given; '' where it must be given, null where that is nothing. */
  readonly fallback?: string | null
}

export interface Component {
  readonly name: string
  readonly description: string
  readonly props: readonly Row[]
  readonly events: readonly Row[]
  readonly slots: readonly Row[]
  readonly methods: readonly Row[]
  /** The tokens that it and its parts name. */
  readonly tokens: readonly string[]
}

/** Parts of other components that easycom has to find, but that no project names. */
const parts: readonly string[] = ['chat-acts', 'chat-cell-menu', 'chat-edit', 'chat-markdown', 'chat-more',
  'chat-pins']

/** The components that a project can name: those that easycom finds. */
export const componentNames: readonly string[] = readdirSync(join(root, 'components'))
  .filter(name => existsSync(join(root, 'components', name, `${name}.vue`)) && !parts.includes(name))

const fileOf = (name: string): string => join(root, 'components', name, `${name}.vue`)

/** The comment before a node, on one line. */
function commentOf(node: ts.Node): string {
  const [doc] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc)
  return inLine(ts.getTextOfJSDocComment(doc?.comment) ?? '')
}

const inLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** The members of the type that is given to one of Vue's macros, `defineEmits` say. */
function membersOf(script: ts.SourceFile, macro: string): readonly ts.TypeElement[] {
  const found: ts.TypeElement[] = []
  const look = (node: ts.Node): void => {
    const isMacro = ts.isCallExpression(node) && node.expression.getText() === macro
    const [type] = isMacro ? node.typeArguments ?? [] : []
    if (type && ts.isTypeLiteralNode(type)) found.push(...type.members)
    else ts.forEachChild(node, look)
  }
  look(script)
  return found
}

function scriptOf(name: string): ts.SourceFile {
  const { descriptor } = parse(readFileSync(fileOf(name), 'utf8'))
  return ts.createSourceFile(`${name}.ts`, descriptor.scriptSetup?.content ?? '', ts.ScriptTarget.Latest, true)
}

const withoutUndefined = (type: string): string => inLine(type).replace(/(^| \| )undefined$/, '').replace(/; }/g, ' }')
  .replaceAll('; ', ', ')

/** What a component's files, and the styles that they import, say of tokens. */
function tokensOf(name: string): string[] {
  const folder = dirname(fileOf(name))
  const own = readdirSync(folder).map(file => readFileSync(join(folder, file), 'utf8')).join('\n')
  // Parts that lie with another component.
  const others = [...own.matchAll(/from '(\.\.\/[\w/-]+\.vue)'/g)].map(([, file = '']) => join(folder, file))
  const all = [own, ...others.map(file => readFileSync(file, 'utf8'))].join('\n')
  return [...new Set([...all.matchAll(/var\((--chat-[\w-]+)/g)].map(([, token = '']) => token))]
    .filter(token => themeTokens.has(token)).sort()
}

const themeTokens = new Set(readTokens().map(({ name }) => name))

/** Reads all of them: some seconds, as TypeScript has to know the whole kit. */
export function readComponents(): Component[] {
  const checker = createChecker(join(root, 'tsconfig.json'), { schema: false })
  return componentNames.map((name): Component => {
    const { props, events, slots, exposed } = checker.getComponentMeta(fileOf(name))
    const script = scriptOf(name)
    const told = new Map(membersOf(script, 'defineEmits').map(one => [one.name?.getText() ?? '', commentOf(one)]))
    const first = script.statements[0]
    const own = new Set([...props.map(one => one.name), ...events.map(one => `on${capital(one.name)}`)])
    const place = (one: string): number => script.text.search(new RegExp(`^ +(/\\*.*\\*/ )?${one}\\??:`, 'm'))
    return {
      name,
      description: first ? inLine(script.text.slice(0, script.text.indexOf('*/')).replace(/^\s*\/?\*+/gm, '')) : '',
      props: props.filter(one => !one.global).map(one => ({
        name: one.name,
        type: withoutUndefined(one.type),
        description: inLine(one.description),
        fallback: one.required ? '' : one.tags.find(tag => tag.name === 'default')?.text ?? one.default ?? null,
      })).sort((a, b) => Number(b.fallback === '') - Number(a.fallback === '') || place(a.name) - place(b.name)),
      events: events.map(one => ({
        name: one.name, type: inLine(one.type).replaceAll(' | undefined', ''), description: told.get(one.name) ?? '',
      })).sort((a, b) => place(a.name) - place(b.name)),
      slots: slots.map(one => ({
        name: one.name, description: inLine(one.description),
        type: one.type === 'any' ? '' : withoutUndefined(one.type),
      })),
      methods: exposed.filter(one => !own.has(one.name) && !one.name.startsWith('$')).map(one => ({
        name: one.name, type: inLine(one.type), description: inLine(one.description),
      })),
      tokens: tokensOf(name),
    }
  })
}

const capital = (name: string): string => `${name[0]?.toUpperCase()}${name.slice(1)}`

/** Where its source lies, from the root. */
export const sourceOf = (name: string): string => `components/${name}/${basename(fileOf(name))}`
