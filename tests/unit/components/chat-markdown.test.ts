import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import ChatMarkdown from '../../../components/chat-markdown/chat-markdown.vue'
import ChatMessage from '../../../components/chat-message/chat-message.vue'
import { copyText } from '../../../src/content/actions'
import { builtInKinds } from '../../../src/kinds/index'
import { registerKind } from '../../../src/model/kinds'
import { readContent } from '../../../src/model/read'
import { makeMessage } from '../../helpers/fixtures'

beforeAll(() => builtInKinds.forEach(registerKind))

const source = `# Head
Words **bold** [docs](https://a.cn/x)

- [x] done
- point

> said

| a | b |
|---|--:|
| 1 | 2 |

\`\`\`ts
a < b
\`\`\`
<img src=x onerror=alert(1)>`

describe('markdown', () => {
  const show = (text = source, writing = false) => mount(ChatMarkdown, { props: { text, writing } })

  it('is drawn by elements, and what is HTML in it is words', () => {
    const view = show()
    expect(view.get('[role=heading]').attributes('aria-level')).toBe('1')
    expect(view.get('.chat-span--strong').text()).toBe('bold')
    const markers = view.findAll('.chat-md__marker').map(one => one.attributes('aria-label') ?? one.text())
    expect(markers).toEqual(['Done', '•'])
    expect(view.findAll('.chat-md--quoted')).toHaveLength(1)
    expect(view.findAll('[role=columnheader]').map(one => one.text())).toEqual(['a', 'b'])
    expect(view.findAll('[role=cell]').map(one => one.text())).toEqual(['1', '2'])
    expect(view.get('.chat-code__language').text()).toBe('ts')
    expect(view.find('img').exists()).toBe(false)
    expect(view.text()).toContain('<img src=x onerror=alert(1)>')
  })

  it('tells of taps on links, and of code to copy', async () => {
    const view = show()
    await view.get('[role=link]').trigger('tap')
    await view.get('.chat-code__copy').trigger('keydown', { key: 'Enter' })
    expect(view.emitted('open')).toEqual([
      [{ what: 'link', value: 'https://a.cn/x' }], [{ what: 'copy', value: 'a < b' }],
    ])
  })

  it('that grows keeps what is drawn', async () => {
    const view = show('one\n\ntwo', true)
    const [first] = view.findAll('.chat-md').map(({ element }) => element)
    expect(view.findAll('.chat-caret')).toHaveLength(1)
    await view.setProps({ text: 'one\n\ntwo **and', writing: true })
    await nextTick()
    expect(view.get('.chat-span--strong').text()).toBe('and')
    await view.setProps({ text: 'one\n\ntwo **and**\n\nthree', writing: false })
    expect(view.findAll('.chat-md')).toHaveLength(3)
    expect(view.findAll('.chat-md')[0]?.element).toBe(first)
    expect(view.find('.chat-caret').exists()).toBe(false)
  })
})

it('a message in markdown is as wide as there is room, and its source is what is copied', () => {
  const content = readContent({ kind: 'markdown', text: source })
  const message = mount(ChatMessage, { props: { message: makeMessage({ content }), first: true, named: true } })
  expect(message.find('.chat-message__main--wide').exists()).toBe(true)
  expect(message.find('.chat-markdown').exists()).toBe(true)
  expect(copyText(content)).toBe(source)
})
