import type { Plugin } from 'vite'

export interface ChatKitPluginOptions {
  /**
   * Where the kit is to be in mini-programs, as seen from the folder of `pages.json`: with `chat/kit`, `chat` being the
   * root of a subpackage, all of the kit is in that subpackage. A link is made there: keep it out of git.
   * @default the main package
   */
  into?: string
}

/**
 * For `plugins` in `vite.config`, before `uni()`. It keeps Vite's dev server from bundling the kit beforehand, gives
 * what H5 loads on demand names that browsers find, and puts the kit where mini-programs take it: with pnpm and in
 * workspaces too, and into a subpackage (`docs/subpackages.md`).
 * @throws Error when something that is no link is where the link is to be
 */
export function chatKit(options?: ChatKitPluginOptions): Plugin
