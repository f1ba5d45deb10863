import { readContent } from '../../src/model/read'
import { type Message, messageKey } from '../../src/model/message'

const url = 'https://files.test'
const ada = { id: 'ada', name: 'Ada' }
const levels = [4, 20, 60, 90, 70, 40, 20, 10, 50, 80, 100, 90, 40, 20, 60, 70, 30, 10, 5, 40, 80, 60, 30, 20, 10]
const long = 'Wolfeschlegelsteinhausenbergerdorff 王小明'

const wide = { kind: 'image', url: `${url}/wide.svg`, width: 1600, height: 900 }

const markdown = `## A list that keeps its line

Content hangs **from its end**, in *normal* order; see [the docs](https://example.com/list) or \`scroll-area.ts\`.

1. Measure what is drawn
   - blocks near the screen
   - room for the others
2. Keep the line
   > The first row that *begins* on the screen.
   > ~~Not the last one.~~

- [x] Chromium
- [ ] Safari

\`\`\`ts
/** Where it stands, in px: a line that is longer than the screen of any phone there is. */
const place = (): Place => ({ fromStart: scrollHeight - clientHeight - fromEnd, fromEnd, height: clientHeight })

watch(place, keep)
\`\`\`

| Browser | Anchors | Moved by | Remark |
|:--|:-:|--:|---|
| Chromium 156 | yes | 0 px | keeps the line itself, except at the very start |
| WebKitGTK 2.50 | no | **0 px** | \`scrollTop\` is set |

---

مرحبا **بالعالم**، هذا نص
- نقطة أولى
![A chart](https://example.com/chart.png)`

/** One of each kind, as they come over the wire. */
export const contents: readonly Record<string, unknown>[] = [
  { kind: 'text', text: '见https://example.com/b，好。Call 138 1234 5678 or write to ann@example.com' },
  { kind: 'text', text: '😀👨‍👩‍👧‍👦🇨🇳' },
  wide,
  { kind: 'image', url: `${url}/high.svg`, width: 900, height: 2400, caption: 'At the sea, and more lines than one' },
  { kind: 'image', url: `${url}/none.png`, width: 640, height: 480 },
  { kind: 'video', url: `${url}/film.mp4`, width: 1280, height: 720, duration: 65_000, poster: `${url}/wide.svg` },
  { kind: 'video', url: `${url}/film.mp4`, width: 720, height: 720, duration: 5_000 },
  { kind: 'voice', url: `${url}/voice.mp3`, duration: 3_000, levels },
  { kind: 'voice', url: `${url}/voice.mp3`, duration: 42_000, levels: [...levels, ...levels] },
  { kind: 'voice', url: `${url}/voice.mp3`, duration: 60_000 },
  { kind: 'file', url: `${url}/a`, name: 'Report on the state of things in the year 2026 (2).docx', size: 1_400_000 },
  { kind: 'file', url: `${url}/a`, name: '合同.pdf', size: 800 },
  { kind: 'location', latitude: 31.2, longitude: 121.5, name: '人民广场', address: '上海市黄浦区人民大道 200 号' },
  { kind: 'location', latitude: 31.2, longitude: 121.5, name: long + long, picture: `${url}/wide.svg` },
  { kind: 'card', person: { id: 'bob', name: long } },
  { kind: 'link', url: 'https://example.com/article?id=1', title: 'How a list keeps its line while history loads above',
    description: 'It hangs from its end, and so on; it goes on for some lines to see where it is cut, and a bit more.',
    picture: `${url}/wide.svg`, site: 'Example' },
  { kind: 'link', url: 'https://example.com/', title: 'Short' },
  { kind: 'forward', title: 'Chat history of Ada and Grace', items: [
    { author: ada, at: 1_700_000_000_000, content: { kind: 'text', text: 'Shall we meet at six? https://example.com' } },
    { author: { id: 'g', name: 'Grace' }, at: 1_700_000_060_000, content: wide },
    { author: ada, at: 1_700_000_120_000, content: { kind: 'file', url: `${url}/a`, name: 'plan.pdf', size: 42_000 } },
    { author: ada, at: 1_700_000_120_000, content: { kind: 'voice', url: `${url}/v`, duration: 4_000, levels } },
    { author: ada, at: 1_700_000_130_000, content: { kind: 'forward', title: 'Inner', items: [
      { author: ada, at: 1, content: { kind: 'text', text: 'deep' } }] } },
    { author: ada, at: 1_700_000_130_000, content: { kind: 'text', text: '👍' } },
    { author: ada, at: 1_700_000_130_000, content: { kind: 'location', latitude: 1, longitude: 2, name: 'Here' } },
    { author: ada, at: 1_700_000_130_000, content: { kind: 'hologram' } },
  ] },
  { kind: 'markdown', text: markdown },
  { kind: 'markdown', text: '', stream: 'one' },
  { kind: 'markdown', text: 'It begins well, but', stream: 'two', ended: 'failed' },
  { kind: 'markdown', text: '', stream: 'three', ended: 'failed' },
  { kind: 'hologram', x: 1 },
  { kind: 'text', text: 'An answer' },
  wide,
]

const NOON = new Date(2026, 10, 20, 12).getTime()

/** The messages of the page: Grace's or one's own. */
export function messagesOf(own: boolean, name = 'Grace'): Message[] {
  const author = own ? ada : { id: 'grace', name }
  return contents.map((content, index) => {
    const message: Message = {
      key: messageKey(author.id, own, `m${index}`), conversationId: 'talk', seq: index + 1, id: `m${index}`,
      author, own, at: NOON + index * 1_000,
      content: readContent(content), status: 'sent',
    }
    if (index === contents.length - 2) {
      const text = 'What shall we answer? It is a question of some length, so that the quote is cut.'
      return { ...message, quote: { seq: 1, id: 'm0', author, content: { kind: 'text', text } }, edited: 1,
        reactions: [{ emoji: '👍', count: 2, people: [] }, { emoji: '🎉', count: 1, people: [] }] }
    }
    return index === contents.length - 1 && own ? { ...message, seq: null, status: 'sending', progress: 0.4 } : message
  })
}
