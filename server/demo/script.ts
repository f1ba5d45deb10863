import type { WireContent } from '../../src/protocols/native/wire'

// What the demo's customer service says. Its product card and its rating are kinds of the demo's own: docs/kinds.md.

/** What customer service says in one language. */
export interface Script {
  /** What it is called. */
  name: string
  greeting(visitor: string): string
  /** The first of them whose words are in what the visitor says is the answer. */
  answers: readonly { words: RegExp, says: readonly WireContent[] }[]
  /** What it says to all else. */
  other: string
  /** After the visitor has rated it, with 1 to 5 stars. */
  thanks(stars: number): string
}

const say = (text: string): WireContent => ({ kind: 'text', text })

/** By the first part of the language. */
export const scripts: Readonly<Record<'en' | 'zh', Script>> = {
  en: {
    name: 'Customer service',
    greeting: visitor => `Hello ${visitor}, this is the tea shop. What can we do for you?`,
    answers: [
      {
        words: /buy|i(['’]d| would) like|i(['’]ll| will) take/i,
        says: [
          say('A good choice. Here is your order:'),
          { kind: 'order', number: 'B-2044', title: 'Oolong tea, 250 g', price: 12_800, state: 'paid' },
        ],
      },
      {
        words: /order|parcel/i,
        says: [
          { kind: 'order', number: 'A-1017', title: 'Jasmine tea, 100 g', price: 4_800, state: 'sent' },
          say('It is on its way, and should be with you tomorrow.'),
        ],
      },
      {
        words: /recommend|tea/i,
        says: [
          say('This one is new, and many come back for it:'),
          { kind: 'product', title: 'Oolong tea, 250 g', note: 'Wuyi, spring harvest', price: 12_800, emoji: '🍵' },
        ],
      },
      { words: /return|refund/i, says: [say('Within 30 days, and we pay for the parcel. Unopened, please.')] },
      { words: /thank|that(['’]s| is) all|bye/i, says: [{ kind: 'rating', text: 'How did we do?' }] },
    ],
    other: 'I am a small program, and know about orders, returns and tea. Try one of the answers above the field.',
    thanks: stars => (stars > 3 ? 'Thank you! See you soon.' : 'Thank you. We will do better next time.'),
  },
  zh: {
    name: '客服',
    greeting: visitor => `${visitor}，您好！这里是茶铺，有什么可以帮您？`,
    answers: [
      {
        words: /买|買|我想要|我要/,
        says: [
          say('好眼光！这是您的订单：'),
          { kind: 'order', number: 'B-2044', title: '乌龙茶 250 克', price: 12_800, state: 'paid' },
        ],
      },
      {
        words: /订单|訂單|快递|快遞|物流/,
        says: [
          { kind: 'order', number: 'A-1017', title: '茉莉花茶 100 克', price: 4_800, state: 'sent' },
          say('已经在路上了，预计明天送到。'),
        ],
      },
      {
        words: /推荐|推薦|茶/,
        says: [
          say('这款是新到的，很多客人都回购：'),
          { kind: 'product', title: '乌龙茶 250 克', note: '武夷山 · 春茶', price: 12_800, emoji: '🍵' },
        ],
      },
      { words: /退/, says: [say('未拆封的商品 30 天内可以退货，运费由我们承担。')] },
      { words: /谢|謝|没有了|沒有了|再见|再見/, says: [{ kind: 'rating', text: '请为本次服务评分' }] },
    ],
    other: '我只是个小程序，懂得订单、退货和茶叶。试试输入框上方的快捷回复吧。',
    thanks: stars => (stars > 3 ? '谢谢您的好评，期待再次光临！' : '谢谢您的反馈，我们会努力改进。'),
  },
}

/** What is said to a message. */
export function answerTo(script: Script, content: WireContent): readonly WireContent[] {
  const { kind, text, stars } = content as { kind: string, text?: unknown, stars?: unknown }
  if (kind === 'rating' && typeof stars === 'number') return [say(script.thanks(stars))]
  if (kind !== 'text' || typeof text !== 'string') return [say(script.other)]
  // Whoever is spoken to in one language may have been greeted in another.
  for (const [index, { words }] of script.answers.entries()) {
    const others = Object.values(scripts).map(({ answers }) => answers[index]?.words)
    if ([words, ...others].some(pattern => pattern?.test(text))) return script.answers[index]?.says ?? []
  }
  return [say(script.other)]
}

/** What a visitor is greeted with. */
export function greet(script: Script, visitor: string): WireContent {
  return say(script.greeting(visitor))
}
