import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import ChatNotice from '../../../components/chat-notice/chat-notice.vue'

describe('a notice', () => {
  it('says its words, with dots that move while something is loading', () => {
    const notice = mount(ChatNotice, { props: { text: 'Loading' } })
    expect(notice.text()).toBe('Loading')
    expect(notice.findAll('.chat-notice__dot')).toHaveLength(3)
    expect(notice.find('.chat-icon').exists()).toBe(false)
    expect(notice.find('button').exists()).toBe(false)
  })

  it('has an icon in place of the dots', () => {
    const notice = mount(ChatNotice, { props: { text: 'Nothing', icon: 'chat' } })
    expect(notice.find('.chat-icon--chat').exists()).toBe(true)
    expect(notice.find('.chat-notice__dot').exists()).toBe(false)
  })

  it('has a button that tells when it is tapped', async () => {
    const notice = mount(ChatNotice, { props: { text: 'Failed', icon: 'offline', action: 'Again' } })
    expect(notice.get('button').text()).toBe('Again')
    await notice.get('button').trigger('tap')
    expect(notice.emitted('action')).toHaveLength(1)
  })
})
