/** What the demo's bot says: texts that were written beforehand, to show how answers in markdown look and grow. */

export type Language = 'en' | 'zh'

const hello = '**Hello, I’m a bot of the demo.** Whatever you write, I answer piece by piece with one of a few texts '
  + 'that were written beforehand. Nothing here understands you.'

export const greeting = `${hello}

**你好，我是演示机器人。** 无论你写什么，我都会逐段发送一篇预先写好的文字，并不会理解你的内容。`

const list = `## How a list keeps its line

This is a **canned** text. It shows what a long answer looks like while it is written:

1. The content hangs *from its end*, so what comes in front moves nothing.
2. What comes below a reader is held:
   - by \`overflow-anchor\`, where the browser has it,
   - and by hand, where it has not.
3. A reader at the end goes along with what is written; one who has scrolled up stays where he is.

\`\`\`ts
/** The first row that begins on the screen. */
const line = rows.find(row => row.getBoundingClientRect().top >= area.top)

if (line) area.scrollTop += line.getBoundingClientRect().top - before
\`\`\`

| Browser | Anchors | Moved by |
|:--|:-:|--:|
| Chromium | yes | 0 px |
| Firefox | yes | 0 px |
| WebKit | no, it is done here | 0 px |

> Scroll up while this is written: it doesn’t drag you down.

- [x] measured
- [ ] loved by everyone

More is in [the documents](https://example.com/docs/list).`

const short = `This text was written beforehand, too. **Stop** ends it here, and *Answer again* begins another one.

---

A few marks: **bold**, *italic*, ~~struck out~~, \`code\`, and a [link](https://example.com), which asks before it opens.`

const zhList = `## 消息列表如何保持位置

这是一篇**预先写好**的文字，用来展示长回答逐段生成时的样子：

1. 内容*从末尾*悬挂，在前面插入历史消息时什么都不会移动。
2. 下方新增内容时，位置由以下方式保持：
   - 浏览器支持时使用 \`overflow-anchor\`；
   - 不支持时自行校正。
3. 停在底部的读者会跟随新内容；向上翻看的读者**不会被拖走**。

\`\`\`ts
/** 屏幕上第一条完整出现的消息。 */
const line = rows.find(row => row.getBoundingClientRect().top >= area.top)

if (line) area.scrollTop += line.getBoundingClientRect().top - before
\`\`\`

| 浏览器 | 自动锚定 | 移动 |
|:--|:-:|--:|
| Chromium | 是 | 0 px |
| Firefox | 是 | 0 px |
| WebKit | 否，自行校正 | 0 px |

> 生成过程中可以向上滚动试试：页面不会跳动。

- [x] 已测量
- [ ] 人人喜欢

更多内容见[文档](https://example.com/docs/list)。`

const zhShort = `这也是预先写好的文字。点“停止”会就地结束，点“重新回答”会换一篇。

---

几种格式：**加粗**、*斜体*、~~删除线~~、\`代码\`，以及[链接](https://example.com)，打开前会先询问。`

export const answers: Readonly<Record<Language, readonly string[]>> = { en: [list, short], zh: [zhList, zhShort] }
