import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig, type DefaultTheme } from 'vitepress'
import { compiler, oneVue } from './one-vue.mts'
import { type Group, guide, type Language, reference } from './pages.ts'

const docs = resolve(dirname(fileURLToPath(import.meta.url)), '..')

const linkOf = (path: string, language: Language): string =>
  `${language === 'zh' ? '/zh' : ''}/${path.replace(/(^|\/)index$/, '$1')}`

const sidebarOf = (groups: readonly Group[], language: Language): DefaultTheme.SidebarItem[] =>
  groups.map(({ title, pages }) => ({
    text: title[language],
    items: pages.map(({ path, title }) => ({ text: title[language], link: linkOf(path, language) })),
  }))

function themeOf(language: Language): DefaultTheme.Config {
  const start = language === 'zh' ? '/zh/' : '/'
  const say = (english: string, chinese: string): string => (language === 'zh' ? chinese : english)
  return {
    nav: [
      { text: say('Start', '开始'), link: linkOf('start', language) },
      { text: say('Guide', '指南'), link: linkOf('stores', language), activeMatch: `^${start}(stores|people|kinds)` },
      {
        text: say('Components', '组件'), link: linkOf('components/index', language),
        activeMatch: `^${start}components/`,
      },
      { text: say('Protocol', '协议'), link: linkOf('protocol', language) },
    ],
    sidebar: {
      [`${start}components/`]: sidebarOf(reference, language),
      [start]: sidebarOf(guide, language),
    },
    outline: { level: [2, 3], label: say('On this page', '本页目录') },
    docFooter: { prev: say('Before', '上一页'), next: say('Next', '下一页') },
    darkModeSwitchLabel: say('Appearance', '外观'),
    lightModeSwitchTitle: say('Light', '浅色'),
    darkModeSwitchTitle: say('Dark', '深色'),
    sidebarMenuLabel: say('Menu', '目录'),
    returnToTopLabel: say('To the top', '回到顶部'),
    langMenuLabel: say('Language', '语言'),
  }
}

/** Words of a text, also where no spaces part them. It is put into the page as it stands, and knows nothing else. */
function wordsOf(text: string): string[] {
  const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  return Array.from(segmenter.segment(text)).filter(part => part.isWordLike).map(part => part.segment)
}

export default defineConfig({
  title: 'uni-chat-kit',
  description: 'Chat for uni-app: one set of sources for WeChat mini-programs and H5, on your own backend.',
  outDir: '../dist/docs',
  cacheDir: '../dist/docs-cache',
  srcExclude: ['live/**', 'public/**'],
  cleanUrls: false,
  head: [
    ['link', {
      rel: 'icon',
      href: 'data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\' viewBox=\'0 0 32 32\'%3E%3Crect '
        + 'width=\'32\' height=\'32\' rx=\'9\' fill=\'%232766e8\'/%3E%3Cpath d=\'M8 9h16v11H14l-4 4v-4H8z\' '
        + 'fill=\'%23fff\'/%3E%3C/svg%3E',
    }],
  ],
  locales: {
    root: { label: 'English', lang: 'en', themeConfig: themeOf('en') },
    zh: {
      label: '简体中文', lang: 'zh-Hans', themeConfig: themeOf('zh'),
      description: '面向 uni-app 的聊天组件：同一套源码构建微信小程序和 H5，连接你自己的后端。',
    },
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        miniSearch: { options: { tokenize: wordsOf } },
        locales: {
          zh: {
            translations: {
              button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
              modal: {
                noResultsText: '没有找到', resetButtonTitle: '清除',
                footer: { selectText: '选择', navigateText: '切换', closeText: '关闭' },
              },
            },
          },
        },
      },
    },
  },
  markdown: {
    config(md) {
      // What leads out of the documents, to a file of the project, is a link on the web page of the project only.
      const open = md.renderer.rules.link_open ?? ((tokens, index, options, _, self) =>
        self.renderToken(tokens, index, options))
      md.renderer.rules.link_open = (tokens, index, options, env: { path?: string }, self) => {
        const token = tokens[index]
        const href = token?.attrGet('href') ?? ''
        const target = join(dirname(env.path ?? docs), href.replace(/#.*/, ''))
        const isOutside = !/^([a-z]+:|#|\/)/.test(href) && relative(docs, target).startsWith('..')
        if (!isOutside || !token) return open(tokens, index, options, env, self)
        const end = tokens.slice(index).find(one => one.type === 'link_close')
        if (end) end.tag = 'span'
        return `<span class="file" title="${relative(join(docs, '..'), target)}">`
      }
    },
  },
  vite: { plugins: [oneVue], server: { fs: { allow: [resolve(docs, '..')] } } },
  vue: { compiler },
})
