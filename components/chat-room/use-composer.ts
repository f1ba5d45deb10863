import { computed, ref, shallowRef, watch } from 'vue'
import { problemLine } from '../../src/content/problem'
import { summary } from '../../src/content/summary'
import { NOTHING, type Written } from '../../src/content/written'
import type { Conversation } from '../../src/model/conversation'
import type { Quote } from '../../src/model/entry'
import type { Message } from '../../src/model/message'
import type { Person } from '../../src/model/person'
import { tell } from '../../src/platform/dialogs'
import type { Draft } from '../../src/storage/drafts'
import { useConnectionStore } from '../../store/connection'
import { useDraftsStore } from '../../store/drafts'
import { useGroupsStore } from '../../store/groups'
import { useMessagesStore } from '../../store/messages'
import { usePeopleStore } from '../../store/people'
import { useWords } from '../../store/words'

/** How many members are fetched at once, and the most that are asked for when somebody is to be mentioned. */
const PAGE = 200
const MOST = 1_000

/** What is being written in a room: its draft, what it answers or changes, whom one can mention. */
export function useComposer(id: () => string, conversation: () => Conversation | undefined) {
  const words = useWords()
  const { capabilities } = useConnectionStore()
  const drafts = useDraftsStore()
  const groups = useGroupsStore()
  const messages = useMessagesStore()
  const people = usePeopleStore()

  const draft = shallowRef(NOTHING)
  const quoted = shallowRef<Quote>()
  const changing = shallowRef<Message>()
  let written = NOTHING
  /** The members as they were when they were asked for last. */
  const members = ref<{ id: string, people: readonly Person[] }>()

  const own = (author: Person): boolean => author.id === people.self?.id

  // Another conversation, or now it is known who writes.
  watch([id, () => drafts.owner], ([now], [before]) => {
    changing.value = undefined
    const { text, mentions, quote }: Draft = drafts.of(now) ?? NOTHING
    quoted.value = quote
    if (now !== before || text !== written.text) written = draft.value = { text, mentions }
  }, { immediate: true })

  function keep(now: Written, quote: Quote | undefined): void {
    written = now
    quoted.value = quote
    drafts.put(id(), { ...now, ...quote && { quote } })
  }

  /** Everybody but oneself who is there, or as far as that can't be known, who has written. */
  async function everybody(): Promise<readonly Person[]> {
    const now = id()
    const known = members.value
    if (known?.id === now) return known.people
    const all: Person[] = []
    if (!capabilities.groups) return writers()
    for (let after = 0; all.length < MOST;) {
      const page = await groups.members(now, after, PAGE)
      all.push(...page.map(({ person }) => person))
      after = page[page.length - 1]?.place ?? 0
      if (page.length < PAGE) break
    }
    members.value = { id: now, people: all.filter(person => !own(person)) }
    return members.value.people
  }

  function writers(): Person[] {
    const authors = messages.view(id()).messages.filter(message => !message.own).map(({ author }) => author)
    return [...new Map(authors.map(author => [author.id, author])).values()].reverse()
  }

  return {
    draft,
    habits: computed(() => drafts.habits),
    setHabits: drafts.setHabits,
    keep: drafts.keep,
    /** For the bar above the text. */
    quote: computed(() => quoted.value && {
      author: own(quoted.value.author) ? words.value.you : quoted.value.author.name,
      summary: summary(quoted.value.content, words.value),
    }),
    editing: computed(() => {
      const { content } = changing.value ?? {}
      return content?.kind === 'text' ? { text: content.text } : undefined
    }),
    /** Why one can't write. */
    disabled: computed(() => {
      const { writers, role } = conversation() ?? {}
      return writers === 'admins' && role === 'member' ? 'muted' : ''
    }),
    mayMentionAll: computed(() => ['owner', 'admin'].includes(conversation()?.role ?? '')),
    /** Finds members; what there is to be found for two is nobody. */
    findMembers: computed(() => (conversation()?.kind === 'direct'
      ? undefined
      : () => everybody().catch(writers))),

    written: (now: Written): void => keep(now, quoted.value),
    send(text: string, { mentions }: { mentions?: readonly string[] } = {}): void {
      const quote = quoted.value
      if (quote) keep(written, undefined)
      messages.send(id(), { kind: 'text', text }, { mentions, quote })
    },
    /** A message is to be answered: only one that the server has placed can be. */
    answer({ seq, id, author, content }: Message): void {
      if (seq !== null) keep(written, { seq, id, author, content })
    },
    unquote: (): void => keep(written, undefined),
    /** One's own message is to be changed. */
    change(message: Message): void {
      if (message.own && message.seq !== null && message.content.kind === 'text') changing.value = message
    },
    changeLast(): void {
      changing.value = [...messages.view(id()).messages].reverse()
        .find(message => message.own && message.seq !== null && message.content.kind === 'text')
    },
    endChange(): void {
      changing.value = undefined
    },
    /** Stores the change. The message stands as before where the server won't have it. */
    save(text: string): void {
      const message = changing.value
      changing.value = undefined
      if (!message) return
      messages.edit(message, { kind: 'text', text }).catch((error: unknown) => tell(problemLine(error, words.value)))
    },
    /** A text is to be written once more: it stands behind what is being written. */
    rewrite(text: string): void {
      const { text: before, mentions } = written
      draft.value = { text: before === '' ? text : `${before}\n${text}`, mentions }
      keep(draft.value, quoted.value)
    },
  }
}
