/** What is said in the examples that need no server. */
import type { Content, Message, Person } from '../../index'
import { fileUrl, say } from './look'
import { grace, self } from './people'

const MINUTE = 60_000

export const text = (english: string, chinese: string): Content => ({ kind: 'text', text: say(english, chinese) })

export const picture: Content = {
  kind: 'image', url: fileUrl('sea.svg'), width: 640, height: 420, caption: say('From the train', '火车上拍的'),
}

export const contents: readonly Content[] = [
  text('Have a look: https://uniapp.dcloud.net.cn', '看看这个：https://uniapp.dcloud.net.cn'),
  picture,
  {
    kind: 'file', url: fileUrl('sea.svg'), name: say('Timetable.pdf', '时刻表.pdf'), size: 248_000,
    type: 'application/pdf',
  },
  {
    kind: 'location', latitude: 31.24, longitude: 121.49, name: say('The Bund', '外滩'),
    address: say('Zhongshan East 1st Road, Shanghai', '上海市黄浦区中山东一路'),
  },
  { kind: 'card', person: grace },
  {
    kind: 'link', url: 'https://uniapp.dcloud.net.cn', title: say('uni-app', 'uni-app 官网'),
    description: say('One code base for every platform', '一套代码，多端发布'), picture: fileUrl('hill.svg'),
  },
  {
    kind: 'forward', title: say('Chat of Ada and Grace', '小林与阿杰的聊天记录'), items: [
      { author: self, at: Date.now(), content: text('Is the early train late?', '早班车晚点吗？') },
      { author: grace, at: Date.now(), content: text('Not today.', '今天不晚点。') },
    ],
  },
]

/** A message by hand, as a server of one's own would give it. */
export function message(seq: number, author: Person, content: Content, more: Partial<Message> = {}): Message {
  const id = `m${seq}`
  return {
    key: `${author.id}/${id}`, conversationId: 'talk', seq, id, author, own: author === self, content,
    at: Date.now() - (60 - seq) * MINUTE, status: 'sent', ...more,
  }
}

/** A short talk. */
export const talk: readonly Message[] = [
  message(1, grace, text('Are you on the train yet?', '上车了吗？')),
  message(2, self, text('Just got on 🚄', '刚上 🚄')),
  message(3, self, picture),
  message(4, grace, text('Lovely! Is that the sea?', '真好看！那是海吗？'), {
    reactions: [{ emoji: '😍', count: 2, people: [self] }],
  }),
  message(5, self, text('It is. I’ll be there at six, and bring the papers.', '是海。我六点到，会带上材料。')),
  message(6, grace, text('See you at the station then.', '那车站见。'), {
    quote: { seq: 5, id: 'm5', author: self, content: text('I’ll be there at six', '我六点到') },
  }),
]
