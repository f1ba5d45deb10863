import { type Message, useMessagesStore } from '../../index'

/** What was answered to the questions how somebody liked it: the log knows, and so do all of a person's devices. */
export function useRatings() {
  const messages = useMessagesStore()

  /** How many stars this person gave, sent or on their way; undefined if none yet. */
  function givenTo({ conversationId, id }: Message): number | undefined {
    for (const { own, content } of messages.view(conversationId).messages) {
      if (own && content.kind === 'rating' && content.to === id) return content.stars
    }
  }

  return {
    givenTo,
    /** Answers a question, once. */
    give(question: Message, stars: number): void {
      const { conversationId, content, id: to } = question
      if (content.kind !== 'rating' || question.own || givenTo(question) !== undefined) return
      messages.send(conversationId, { kind: 'rating', text: content.text, stars, to })
    },
  }
}
