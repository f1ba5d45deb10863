import { computed } from 'vue'
import { useLocale } from '../../index'
import * as advice from './advice'
import type { Finding, Kind } from './diagnose'
import type { Field, Way } from './form'

interface TryWords {
  title: string
  intro: string
  way: string
  ways: Record<Way, string>
  fields: Record<Field, string>
  wrong: Record<Field, string>
  noServer: string
  connect: string
  change: string
  frames: string
  code: string
  pause: string
  resume: string
  clear: string
  copy: string
  copied: string
  noFrames: string
  out: string
  in: string
  bytes: (count: number) => string
  acks: Record<'ack' | 'echo' | 'none', string>
  waiting: string
  advice: Readonly<Record<Kind, advice.Advice>>
}

const en: TryWords = {
  title: 'Connect to my server',
  intro: 'See whether the kit and your server understand each other. Nothing is kept on this device.',
  way: 'How it speaks',
  ways: {
    native: 'Native', text: 'Plain text', json: 'JSON', events: 'Event rooms', socketIo: 'Socket.IO',
    polling: 'Polling', longPolling: 'Long polling', sse: 'SSE',
  },
  fields: {
    url: 'Address', name: 'Your name', token: 'Token', room: 'Room', textField: 'Field with the text',
    nameField: 'Field with the name', idField: 'Field with the id', ping: 'Ping, as JSON (if the server answers it)',
    enterEvent: 'Event that enters the room', messageEvent: 'Event of a message', path: 'Path of the messages',
    echo: 'What I say comes back to me', prefix: 'Lines name the speaker: “3说: hello”',
  },
  wrong: {
    url: 'It begins with ws:// or wss://, for Socket.IO and HTTP with http:// or https://', name: 'Needed',
    token: 'Needed: the server’s sign-in gives it', room: 'Needed', textField: 'Needed', nameField: '', idField: '',
    ping: 'Not a JSON object', enterEvent: '', messageEvent: 'Needed', path: 'Needed', echo: '', prefix: '',
  },
  noServer: 'No server at hand?',
  connect: 'Connect',
  change: 'Change',
  frames: 'Frames',
  code: 'Code',
  pause: 'Pause',
  resume: 'Go on',
  clear: 'Clear',
  copy: 'Copy',
  copied: 'Copied',
  noFrames: 'Nothing yet',
  out: 'Sent',
  in: 'Received',
  bytes: count => `${count} B`,
  acks: {
    ack: 'Say something: the server acknowledges it.',
    echo: 'Say something: it is sent when it comes back.',
    none: 'This server confirms nothing: “sent” means handed over.',
  },
  waiting: 'The messages come with the connection',
  advice: advice.en,
}

const zhHans: TryWords = {
  title: '连接我的服务器',
  intro: '看看组件和你的服务器能否对话。不会在本机保存任何内容。',
  way: '通信方式',
  ways: {
    native: '原生协议', text: '纯文本', json: 'JSON', events: '事件房间', socketIo: 'Socket.IO', polling: '轮询',
    longPolling: '长轮询', sse: 'SSE',
  },
  fields: {
    url: '地址', name: '你的名字', token: '令牌', room: '房间', textField: '正文字段', nameField: '名字字段',
    idField: '编号字段', ping: '心跳帧（JSON，服务器会应答时才填）', enterEvent: '进入房间的事件', messageEvent: '消息事件',
    path: '消息路径', echo: '自己说的话会发回给自己', prefix: '每行开头有说话人：“3说: hello”',
  },
  wrong: {
    url: '以 ws:// 或 wss:// 开头；Socket.IO 和 HTTP 以 http:// 或 https:// 开头', name: '必填',
    token: '必填：由服务器的登录接口给出', room: '必填', textField: '必填', nameField: '', idField: '',
    ping: '不是 JSON 对象', enterEvent: '', messageEvent: '必填', path: '必填', echo: '', prefix: '',
  },
  noServer: '手边没有服务器？',
  connect: '连接',
  change: '修改',
  frames: '数据帧',
  code: '代码',
  pause: '暂停',
  resume: '继续',
  clear: '清空',
  copy: '复制',
  copied: '已复制',
  noFrames: '还没有数据',
  out: '发出',
  in: '收到',
  bytes: count => `${count} 字节`,
  acks: {
    ack: '说句话试试：服务器会确认收到。',
    echo: '说句话试试：发回来就算已发送。',
    none: '该服务器不确认：“已发送”只表示已交出。',
  },
  waiting: '连上之后显示消息',
  advice: advice.zhHans,
}

const zhHant: TryWords = {
  title: '連線到我的伺服器',
  intro: '看看元件和你的伺服器能否對話。不會在本機儲存任何內容。',
  way: '通訊方式',
  ways: {
    native: '原生協定', text: '純文字', json: 'JSON', events: '事件房間', socketIo: 'Socket.IO', polling: '輪詢',
    longPolling: '長輪詢', sse: 'SSE',
  },
  fields: {
    url: '位址', name: '你的名字', token: '權杖', room: '房間', textField: '內文欄位', nameField: '名字欄位',
    idField: '編號欄位', ping: '心跳訊框（JSON，伺服器會回應時才填）', enterEvent: '進入房間的事件', messageEvent: '訊息事件',
    path: '訊息路徑', echo: '自己說的話會發回給自己', prefix: '每行開頭有說話人：「3說: hello」',
  },
  wrong: {
    url: '以 ws:// 或 wss:// 開頭；Socket.IO 和 HTTP 以 http:// 或 https:// 開頭', name: '必填',
    token: '必填：由伺服器的登入 API給出', room: '必填', textField: '必填', nameField: '', idField: '',
    ping: '不是 JSON 物件', enterEvent: '', messageEvent: '必填', path: '必填', echo: '', prefix: '',
  },
  noServer: '手邊沒有伺服器？',
  connect: '連線',
  change: '修改',
  frames: '訊框',
  code: '程式碼',
  pause: '暫停',
  resume: '繼續',
  clear: '清空',
  copy: '複製',
  copied: '已複製',
  noFrames: '還沒有資料',
  out: '發出',
  in: '收到',
  bytes: count => `${count} 位元組`,
  acks: {
    ack: '說句話試試：伺服器會確認收到。',
    echo: '說句話試試：發回來就算已傳送。',
    none: '該伺服器不確認：「已傳送」只表示已交出。',
  },
  waiting: '連上之後顯示訊息',
  advice: advice.zhHant,
}

const tables = { en, 'zh-Hans': zhHans, 'zh-Hant': zhHant }

/** The page's words, in the kit's language. */
export function useTryWords() {
  const locale = useLocale()
  return computed(() => tables[locale.value])
}

/** What was found, in words. */
export function inWords({ advice }: TryWords, { kind, detail }: Finding): { title: string, todo: string } {
  const [title, todo] = advice[kind]
  return { title: title(detail), todo }
}
