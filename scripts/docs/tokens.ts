/** The design tokens: their values out of `components/theme.css`, what each is for out of `components/tokens.ts`. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

export interface Token {
  readonly name: string
  readonly light: string
  readonly dark: string
  readonly comment: string
}

const folder = resolve(__dirname, '../../components')

/** A value as it is in one theme: what holds in the other is taken out. */
function valueIn(theme: 'light' | 'dark', value: string): string {
  return value.replace(/ ?var\(--chat-(light|dark), ((?:[^()]|\([^()]*\))*)\)/g, (_, which: string, inner: string) =>
    (which === theme ? ` ${inner}` : '')).trim()
}

export function readTokens(): Token[] {
  const css = readFileSync(join(folder, 'theme.css'), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const values = new Map([...css.matchAll(/(--chat-[\w-]+):\s*([^;]*);/g)]
    .map(([, name = '', value = '']) => [name, value.replace(/\s+/g, ' ')]))
  const file = join(folder, 'tokens.ts')
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: Token[] = []
  const look = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && ts.isStringLiteral(node.name)) {
      const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)
      const value = values.get(node.name.text) ?? ''
      found.push({
        name: node.name.text, light: valueIn('light', value), dark: valueIn('dark', value),
        comment: (ts.getTextOfJSDocComment(doc?.comment) ?? '').replace(/\s+/g, ' '),
      })
    } else {
      ts.forEachChild(node, look)
    }
  }
  look(source)
  return found
}
