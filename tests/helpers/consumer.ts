import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix, resolve } from 'node:path'
import { filesIn, packNpm, packPlugin } from '../../scripts/pack'
import { outer, type Ran, run } from './run'

export type ConsumerPlatform = 'h5' | 'mp-weixin'

const projects = resolve('tests', 'consumers', 'projects')

/** What a project has beside the kit where installing isn't what is tested: this repository's own. */
const toolchain = ['@dcloudio', 'pinia', 'sass', 'typescript', 'vite', 'vue', 'vue-tsc']

/**
 * A stranger's project (`tests/consumers/projects`), copied to a folder outside of this repository, where nothing of it
 * is found by accident, with the kit installed as it is packed.
 */
export class Consumer {
  private readonly folder = mkdtempSync(join(tmpdir(), 'uni-chat-kit-'))
  /** The folder of its package.json. */
  readonly root: string
  /** The folder of its pages.json. */
  readonly input: string

  constructor(project: string, root = '.', sources = 'src') {
    this.root = join(this.folder, root)
    this.input = join(this.root, sources)
    cpSync(join(projects, project), this.root, { recursive: true })
  }

  /** Puts another project's files around it, which win. */
  within(project: string): this {
    cpSync(join(projects, project), this.folder, { recursive: true })
    return this
  }

  /** Changes a file of it. */
  edit(path: string, change: (text: string) => string): this {
    const file = join(this.root, path)
    writeFileSync(file, change(existsSync(file) ? readFileSync(file, 'utf8') : ''))
    return this
  }

  /** Names the packed kit among its dependencies, and others by other versions, for a package manager to install. */
  depend(versions: (name: string, version: string) => string = (_, version) => version): this {
    const tarball = packNpm(this.folder)
    return this.edit('package.json', (text) => {
      const json = JSON.parse(text) as Record<string, Record<string, string>>
      for (const group of [json.dependencies, json.devDependencies]) {
        for (const [name, version] of Object.entries(group ?? {})) if (group) group[name] = versions(name, version)
      }
      json.dependencies = { ...json.dependencies, 'uni-chat-kit': `file:${tarball}` }
      return JSON.stringify(json, null, 2)
    })
  }

  /** Unpacks the package to where npm would, and links the toolchain there. */
  async unpack(): Promise<this> {
    const home = join(this.root, 'node_modules', 'uni-chat-kit')
    mkdirSync(home, { recursive: true })
    const { code, output } = await run('tar', ['xzf', packNpm(this.folder), '--strip-components=1', '-C', home], '.')
    if (code !== 0) throw new Error(output)
    return this.link()
  }

  /** Puts the packed plugin to where HBuilderX would, and beside the project what that brings along by itself. */
  plug(): this {
    const { folder } = packPlugin(join(this.folder, 'pack'))
    cpSync(folder, join(this.input, 'uni_modules', 'chat-kit'), { recursive: true })
    cpSync(join(projects, 'vite', 'package.json'), join(this.root, 'package.json'))
    const config = "import uni from '@dcloudio/vite-plugin-uni'\nexport default { plugins: [uni()] }\n"
    this.edit('vite.config.js', () => config)
    return this.link()
  }

  /** Links the toolchain to where a package manager would have put it. */
  link(): this {
    mkdirSync(join(this.root, 'node_modules'), { recursive: true })
    for (const name of toolchain) {
      symlinkSync(resolve('node_modules', name), join(this.root, 'node_modules', name), 'junction')
    }
    return this
  }

  /** Installs what package.json says. */
  async install(manager: 'npm' | 'pnpm'): Promise<this> {
    const pnpm = resolve('node_modules', 'pnpm', 'bin', 'pnpm.cjs')
    const { code, output } = manager === 'npm'
      ? await run('npm', ['install', '--no-fund', '--no-audit', '--prefer-offline'], this.root)
      : await run(process.execPath, [pnpm, 'install', '--prefer-offline'], this.folder)
    if (code !== 0) throw new Error(`${manager} install failed: ${output}`)
    return this
  }

  /**
   * Builds it with its own uni-app.
   * @returns what the build wrote to the screen
   */
  async build(platform: ConsumerPlatform, chatUrl = ''): Promise<string> {
    const { code, output } = await run(process.execPath, [this.cli, 'build', '-p', platform], this.root, {
      ...this.env, UNI_OUTPUT_DIR: this.out(platform), VITE_CHAT_URL: chatUrl,
    })
    if (code !== 0) throw new Error(`the build failed: ${output}`)
    return output
  }

  /** The folder of a build. */
  out(platform: ConsumerPlatform): string {
    return join(this.folder, 'build', platform)
  }

  /** What is in a build, with slashes. */
  built(platform: ConsumerPlatform): string[] {
    return filesIn(this.out(platform))
  }

  /** The components that a file of a mini-program names, as paths in the build. */
  usedBy(platform: ConsumerPlatform, path: string): string[] {
    const json = JSON.parse(readFileSync(join(this.out(platform), path), 'utf8')) as { usingComponents?: object }
    return Object.values(json.usingComponents ?? {}).map(used => posix.join(posix.dirname(path), String(used)))
  }

  /** How uni-app's command line is started in it: this file, with these variables. */
  get cli(): string {
    const manifest = createRequire(join(this.root, 'main.js')).resolve('@dcloudio/vite-plugin-uni/package.json')
    return join(dirname(manifest), 'bin', 'uni.js')
  }

  get env(): NodeJS.ProcessEnv {
    return { ...outer, UNI_INPUT_DIR: this.input }
  }

  /** What its own vue-tsc finds. */
  async checkTypes(): Promise<Ran> {
    const manifest = createRequire(join(this.root, 'main.js')).resolve('vue-tsc/package.json')
    return run(process.execPath, [join(dirname(manifest), 'bin', 'vue-tsc.js'), '--noEmit'], this.root)
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Lines of a build's output that warn, of whatever. */
export function warnings(output: string): string[] {
  return output.split('\n').filter(line => /warn|deprecat|error|failed|chat-?kit|⚠/i.test(line))
}
