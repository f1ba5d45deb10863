/** What each store has, with its own words, out of `store/`. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import ts from 'typescript'

export interface StoreMember {
  /** As it is called: `pin(id, on)`, or the name of a value. */
  readonly call: string
  readonly description: string
}

export interface Store {
  readonly name: string
  readonly description: string
  readonly members: readonly StoreMember[]
}

const folder = resolve(__dirname, '../../store')

/** The stores that a project imports, in the order of `index.ts`. */
const exported = (): [name: string, file: string][] =>
  [...readFileSync(join(folder, '../index.ts'), 'utf8').matchAll(/\b(use\w+Store)\b.*from '\.\/store\/([\w-]+)'/g)]
    .map(([, name = '', file = '']) => [name, file])

function commentOf(node: ts.Node): string {
  const doc = ts.getJSDocCommentsAndTags(node).find(ts.isJSDoc)
  return (ts.getTextOfJSDocComment(doc?.comment) ?? '').replace(/\s+/g, ' ').trim()
}

const callOf = (name: string, { parameters }: ts.SignatureDeclaration): string =>
  `${name}(${parameters.map(({ name: given, questionToken, initializer }) =>
    `${ts.isIdentifier(given) ? given.text : 'message'}${questionToken ?? initializer ? '?' : ''}`).join(', ')})`

function readStore(name: string, file: string): Store {
  const path = join(folder, `${file}.ts`)
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
  const functions = new Map<string, ts.FunctionDeclaration>()
  const members: StoreMember[] = []

  const add = (property: ts.ObjectLiteralElementLike): void => {
    const own = property.name?.getText() ?? ''
    const named = ts.isShorthandPropertyAssignment(property) ? functions.get(own) : undefined
    const value = ts.isPropertyAssignment(property) ? property.initializer : property
    const how = named ?? (ts.isArrowFunction(value) || ts.isMethodDeclaration(value) ? value : undefined)
    const isLent = ts.isPropertyAssignment(property) && ts.isPropertyAccessExpression(property.initializer)
      && /^(sync|engine\.(start|stop|connection))/.exec(property.initializer.getText())
    members.push({
      call: how ? callOf(own, how) : isLent ? `${own}(${isLent[1] === 'sync' ? '…' : ''})` : own,
      description: commentOf(property) || (named ? commentOf(named) : ''),
    })
  }

  const look = (node: ts.Node, depth: number): void => {
    if (ts.isFunctionDeclaration(node) && node.name) functions.set(node.name.text, node)
    const isResult = ts.isReturnStatement(node) && depth === 1 && node.expression
    if (isResult && ts.isObjectLiteralExpression(isResult)) isResult.properties.forEach(add)
    const isFunction = ts.isFunctionLike(node)
    ts.forEachChild(node, child => look(child, depth + (isFunction ? 1 : 0)))
  }
  const statement = source.statements.find(one => ts.isVariableStatement(one) && one.getText().includes(`${name} = `))
  if (!statement) throw new Error(`${path} has no ${name}`)
  look(statement, 0)
  return { name, description: commentOf(statement), members }
}

export const readStores = (): Store[] => exported().map(([name, file]) => readStore(name, file))
