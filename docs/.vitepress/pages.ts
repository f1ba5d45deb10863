/** All pages, in the order of the sidebar; each exists in English and, under `zh/`, in Chinese. */

export type Language = 'en' | 'zh'
type Words = Readonly<Record<Language, string>>

export interface Group {
  readonly title: Words
  /** Pages by their path within a language, without `.md`. */
  readonly pages: readonly { readonly path: string, readonly title: Words }[]
}

type Page = [path: string, en: string, zh: string]

const group = (en: string, zh: string, ...pages: readonly Page[]): Group => ({
  title: { en, zh }, pages: pages.map(([path, en, zh]) => ({ path, title: { en, zh } })),
})

/** Components carry their name as their title. */
const components = (en: string, zh: string, ...names: readonly string[]): Group =>
  group(en, zh, ...names.map((name): Page => [`components/${name}`, name, name]))

export const guide: readonly Group[] = [
  group('Start', '开始',
    ['start', 'A new project', '新项目'],
    ['existing', 'An existing project', '已有项目'],
    ['subpackages', 'In a subpackage, with pnpm', '分包与 pnpm']),
  group('Your app', '你的应用',
    ['stores', 'Stores', 'Store'],
    ['people', 'People and rooms', '成员与聊天信息'],
    ['panes', 'Panes', '分栏'],
    ['actions', 'What can be done with messages', '消息操作'],
    ['kinds', 'Kinds of messages', '消息类型'],
    ['streaming', 'Answers piece by piece', '逐段生成的回答'],
    ['media', 'Pictures, files and voices', '图片、文件和语音'],
    ['list', 'The list alone', '单独使用消息列表'],
    ['composer', 'The composer alone', '单独使用输入框'],
    ['theming', 'Theming', '主题'],
    ['languages', 'Languages', '语言']),
  group('Your server', '你的服务器',
    ['connection', 'The connection', '连接'],
    ['your-backend', 'Your own backend', '接入自己的后端'],
    ['protocol', 'The native protocol', '原生协议'],
    ['deploy', 'Running the server', '运行服务器'],
    ['transports', 'What each transport costs', '各种传输的代价']),
  group('Going live', '上线',
    ['wechat', 'On WeChat', '微信小程序上线'],
    ['troubleshooting', 'Troubleshooting', '问题排查'],
    ['moving', 'Moving from other kits', '从其他套件迁移']),
  group('Behind it', '深入了解',
    ['architecture', 'Architecture', '架构'],
    ['reliability', 'Reliability', '可靠性'],
    ['scaling', 'How far it goes', '容量与扩展']),
]

export const reference: readonly Group[] = [
  group('Components', '组件', ['components/index', 'All of them', '全部组件']),
  components('Whole', '整体', 'chat-room', 'chat-conversations', 'chat-room-details', 'chat-panes'),
  components('Messages', '消息', 'chat-message-list', 'chat-message', 'chat-content', 'chat-custom', 'chat-menu',
    'chat-selection', 'chat-pinned', 'chat-reactions', 'chat-readers', 'chat-forward', 'chat-forward-picker',
    'chat-viewer'),
  components('Writing', '书写', 'chat-composer', 'chat-field', 'chat-emoji', 'chat-mentions', 'chat-recorder'),
  components('Conversations and people', '会话与成员', 'chat-conversation-cell', 'chat-search', 'chat-avatar',
    'chat-mosaic', 'chat-people', 'chat-profile', 'chat-room-head', 'chat-room-info'),
  components('Small parts', '小部件', 'chat-banner', 'chat-notice', 'chat-option', 'chat-input'),
]

/** The paths of all pages of one language. */
export const paths: readonly string[] = ['index', ...[...guide, ...reference].flatMap(({ pages }) =>
  pages.map(({ path }) => path))]
