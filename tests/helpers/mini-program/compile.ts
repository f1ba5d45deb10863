import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/** Something that WeChat's compilers refuse, or (a warning) ignore. */
export interface CompileProblem {
  /** Path below the build's root. */
  file: string
  level: 'error' | 'warning'
  message: string
}

/** Which folder of binaries fits; the compilers exist for x86-64 only. */
const FOLDERS: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'mac', win32: 'windows' }

/** Whether the official compilers can run on this machine. */
export function canCompile(): boolean {
  return FOLDERS[process.platform] !== undefined && (process.arch === 'x64' || process.platform === 'darwin')
}

/** Runs WeChat's WXML and WXSS compilers (of 2020) over a build and tells what they don't take. */
export function checkMiniProgram(directory: string): CompileProblem[] {
  const root = path.resolve(directory)
  const names = fs.readdirSync(root, { recursive: true, encoding: 'utf8' })
  const files = names.map((file) => file.replaceAll('\\', '/')).sort()
  const wxs = files.filter((file) => file.endsWith('.wxs')).map((file) => `./${file}`)
  const problems: CompileProblem[] = []
  // One by one, so that every broken file is named.
  for (const file of files.filter((name) => name.endsWith('.wxml'))) {
    const message = run('wcc', [`./${file}`, ...wxs], root, /\.wxml:template:\d+|Bad |unexpected/)
    if (message) problems.push({ file, level: 'error', message })
  }
  for (const file of files.filter((name) => name.endsWith('.wxss'))) {
    const message = run('wcsc', ['-js', `./${file}`], root, /ERR|error/)
    if (message) problems.push({ file, level: 'error', message })
    problems.push(...selectorWarnings(root, file))
  }
  return problems
}

/** The compiler's complaint, or nothing. */
function run(name: 'wcc' | 'wcsc', args: string[], cwd: string, complaint: RegExp): string | undefined {
  const result = spawnSync(binary(name), args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 })
  if (result.error) throw new Error(`${name} doesn't run here: ${result.error.message}`)
  if (result.status === 0 && !complaint.test(result.stderr)) return undefined
  return (result.stderr.trim() || `${name} ended with ${String(result.status ?? result.signal)}`).slice(0, 600)
}

function binary(name: string): string {
  const folder = FOLDERS[process.platform]
  if (!folder) throw new Error(`WeChat's compilers don't exist for ${process.platform}`)
  const require = createRequire(import.meta.url)
  const fromSimulate = createRequire(require.resolve('miniprogram-simulate'))
  const home = path.dirname(fromSimulate.resolve('miniprogram-compiler/package.json'))
  const file = path.join(home, 'bin', folder, process.platform === 'win32' ? `${name}.exe` : name)
  // The package ships them without the right to run.
  if ((fs.statSync(file).mode & 0o100) === 0) fs.chmodSync(file, 0o755)
  return file
}

/** Selectors that wcsc lets through, but that do nothing within a component, or make the DevTools complain. */
function selectorWarnings(root: string, file: string): CompileProblem[] {
  if (!isComponent(path.join(root, file.replace(/wxss$/, 'json')))) return []
  const css = fs.readFileSync(path.join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')
  const refused = /(^|[\s>+~])\*|#[\w-]+|(^|[\s>+~])[a-z][\w-]*(?![\w-]*\()(?=$|[\s>+~.:[])|\[[^\]]+\]/
  const problems: CompileProblem[] = []
  for (const list of css.match(/[^{}@;]+(?=\{)/g) ?? []) {
    for (const selector of list.split(',').map((part) => part.trim())) {
      if (!selector || /^(from|to|\d+%)$/.test(selector)) continue
      if (!refused.test(selector)) continue
      problems.push({ file, level: 'warning', message: `selector in a component: ${selector}` })
    }
  }
  return problems
}

function isComponent(file: string): boolean {
  if (!fs.existsSync(file)) return false
  return (JSON.parse(fs.readFileSync(file, 'utf8')) as { component?: boolean }).component === true
}
