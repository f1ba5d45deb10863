import { computed } from 'vue'
import { useLocale } from '../index'

const tables = {
  'en': {
    title: 'Chats',
    welcome: 'Welcome',
    explain: 'Pick a name and talk. Open this page in a second tab under another name to talk to yourself.',
    name: 'Your name',
    enter: 'Start',
    entering: 'One moment…',
    signInFailed: 'The server can’t be reached. Is it running?',
    people: 'New chat',
    nobody: 'Nobody else is here yet. Open this page in a second tab and pick another name.',
    loading: 'Loading…',
    failed: 'Couldn’t load',
    retry: 'Try again',
    signOut: 'Sign out',
    tryOwn: 'Connect to my server',
    language: '中文',
  },
  'zh-Hans': {
    title: '消息',
    welcome: '欢迎',
    explain: '取个名字就能聊天。在另一个标签页里换个名字打开本页，就能和自己对话。',
    name: '你的名字',
    enter: '开始聊天',
    entering: '请稍候…',
    signInFailed: '连不上服务器，它启动了吗？',
    people: '发起聊天',
    nobody: '还没有其他人。在另一个标签页里换个名字打开本页试试。',
    loading: '加载中…',
    failed: '加载失败',
    retry: '重试',
    signOut: '退出登录',
    tryOwn: '连接我的服务器',
    language: 'English',
  },
}

/** The demo's own words, in the kit's language. */
export function useDemoWords() {
  const locale = useLocale()
  return computed(() => tables[locale.value])
}
