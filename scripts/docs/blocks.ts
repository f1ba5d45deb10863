/** What of the documents is made from the source, and stands between two marks in a page. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'
import { reference, type Language } from '../../docs/.vitepress/pages'
import { type Component, type Row, sourceOf } from './component'
import { readStores } from './stores'
import { readTokens } from './tokens'
import chinese from './words.zh.json'

const root = resolve(__dirname, '../..')
const words: Readonly<Record<string, string>> = chinese

/** English words that have no Chinese ones yet. */
export const untold = new Set<string>()
/** Those that have, and were needed. */
export const used = new Set<string>()

/** A text of the source in the language of the page. */
function told(text: string, language: Language): string {
  const html = (plain: string): string => plain.replace(/</g, '&lt;').replace(/\|/g, '\\|')
    .replace(/\{@link (\w+)\}/g, '`$1`').replace(/`?docs\/([\w-]+)\.md`?/g, '[$1]($1.md)')
  if (language === 'en' || text === '') return html(text)
  ;(words[text] === undefined ? untold : used).add(text)
  return html(words[text] ?? text)
}

const code = (text: string): string => (text === '' ? '' : `\`${text.replace(/\|/g, '\\|')}\``)

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** `[text: string]` as the arguments of what is called. */
const argumentsOf = (type: string): string => code(type.replace(/^\[|\]$/g, ''))

/** As it is written in a template. */
const inTemplate = (name: string): string => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)

function sections(component: Component, language: Language): string {
  const say = (english: string, zh: string): string => (language === 'zh' ? zh : english)
  const what = say('What it is', '说明')
  const fallback = ({ fallback: given }: Row): string => {
    if (given === '') return say('required', '必填')
    if (given === null || given === undefined) return ''
    // Words that say what it is, not the value.
    return /^[a-z]+ [a-z0-9 ]+$/i.test(given) ? told(given, language) : code(given)
  }
  const part = (title: string, rows: readonly Row[], heads: readonly string[], cells: (row: Row) => string[]): string =>
    rows.length ? `## ${title}\n\n${table(heads, rows.map(cells))}` : ''
  return [
    `${say('Source: ', '源码：')}[${sourceOf(component.name)}](${'../'.repeat(language === 'zh' ? 3 : 2)}`
      + `${sourceOf(component.name)})`,
    part(say('Properties', '属性'), component.props,
      [say('Name', '名称'), say('Type', '类型'), say('Without it', '默认'), what],
      row => [code(inTemplate(row.name)), code(row.type), fallback(row), told(row.description, language)]),
    part(say('Events', '事件'), component.events, [say('Name', '名称'), say('With', '参数'), what],
      row => [code(inTemplate(row.name)), argumentsOf(row.type), told(row.description, language)]),
    part(say('Slots', '插槽'), component.slots, [say('Name', '名称'), say('Given', '参数'), what],
      row => [code(row.name), code(row.type), told(row.description, language)]),
    part(say('Methods', '方法'), component.methods, [say('Name', '名称'), say('Type', '类型'), what],
      row => [code(row.name), code(row.type), told(row.description, language)]),
    component.tokens.length
      ? `## ${say('Tokens', '主题变量')}\n\n${say('It and its parts use', '它和它的部件使用')} `
        + `${component.tokens.map(code).join(say(', ', '、'))}${say('; see', '；见')} `
        + `[${say('theming', '主题')}](../theming.md)${say('.', '。')}`
      : '',
  ].filter(Boolean).join('\n\n')
}

/** All components, by what they are for. */
function overview(components: readonly Component[], language: Language): string {
  return reference.slice(1).map(({ title, pages }) => {
    const rows = pages.map(({ title: { en: name } }) => {
      const component = components.find(one => one.name === name)
      const [first = ''] = told(component?.description ?? '', language).split(language === 'zh' ? /(?<=。)/ : /(?<=\.) /)
      return [`[${name}](${name}.md)`, first]
    })
    return `## ${title[language]}\n\n${table(language === 'zh' ? ['组件', '说明'] : ['Component', 'What it is'], rows)}`
  }).join('\n\n')
}

/** The numbers that a module exports, with what is said of each. */
function numbers(file: string, language: Language): string {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true)
  const rows = source.statements.filter(ts.isVariableStatement).map((statement) => {
    const [declaration] = statement.declarationList.declarations
    const comment = ts.getTextOfJSDocComment(ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc)?.comment) ?? ''
    return [
      declaration?.initializer?.getText() ?? '', code(declaration?.name.getText() ?? ''),
      told(comment.replace(/\s+/g, ' '), language),
    ]
  })
  return table(language === 'zh' ? ['编号', '名称', '含义'] : ['Number', 'Name', 'What it means'], rows)
}

function tokens(language: Language): string {
  const swatch = (value: string): string =>
    /^(#|rgb)/.test(value) ? `<span class="swatch" style="background:${value}"></span>` : ''
  const cell = (value: string): string => `${swatch(value)}${code(value)}`
  const rows = readTokens().map(({ name, light, dark, comment }) =>
    [code(name), cell(light), dark === light ? '' : cell(dark), told(comment, language)])
  return table(language === 'zh' ? ['变量', '浅色', '深色', '用途'] : ['Token', 'Light', 'Dark', 'For'], rows)
}

function stores(language: Language): string {
  const heads = language === 'zh' ? ['名称', '说明'] : ['Name', 'What it is']
  return readStores().map(({ name, description, members }) => [
    `## ${name}`, told(description, language),
    table(heads, members.map(one => [code(one.call), told(one.description, language)])),
  ].join('\n\n')).join('\n\n')
}

/** What stands in the block of a name. */
export function blockOf(name: string, language: Language, components: readonly Component[]): string {
  const [what, of] = name.split(' ')
  const component = components.find(one => one.name === of)
  if (component && what === 'about') return told(component.description, language)
  if (component && what === 'api') return sections(component, language)
  switch (name) {
    case 'components':
      return overview(components, language)
    case 'stores':
      return stores(language)
    case 'tokens':
      return tokens(language)
    case 'error codes':
      return numbers('src/model/error-code.ts', language)
    case 'wire codes':
      return numbers('src/protocols/native/wire-code.ts', language)
    default:
      throw new Error(`nothing is known of the block '${name}'`)
  }
}

const block = /(<!-- made from the source: (.+?) -->\n)[\s\S]*?(<!-- end -->)/g

/** A page with all its blocks as the source has them now. */
export const fill = (page: string, language: Language, components: readonly Component[]): string =>
  page.replace(block, (_, begin: string, name: string, end: string) => {
    const text = blockOf(name, language, components)
    // Comments name pages as they lie in `docs/`; those of components lie one deeper.
    const isDeep = /^(about|api|components)/.test(name)
    return `${begin}\n${isDeep ? text.replace(/\]\(([\w]+)\.md\)/g, '](../$1.md)') : text}\n\n${end}`
  })
