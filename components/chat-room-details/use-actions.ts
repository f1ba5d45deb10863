import { ref } from 'vue'
import { mayRemove, rightsOf } from '../../src/content/rights'
import { problemLine } from '../../src/content/problem'
import type { Words } from '../../src/locale/words'
import type { Conversation } from '../../src/model/conversation'
import type { Member } from '../../src/model/person'
import { choose, confirm, tell } from '../../src/platform/dialogs'
import { useGroupsStore } from '../../store/groups'
import { useSettingsStore } from '../../store/settings'
import { useWords } from '../../store/words'

/** What can be waited for. */
export type Busy = 'muted' | 'pinned' | 'writers' | 'leave' | 'clear' | 'edit' | 'add' | ''

/** What can be done to a conversation: asks where it can't be undone, and says what went wrong. */
export function useActions(conversation: () => Conversation | undefined) {
  const words = useWords()
  const groups = useGroupsStore()
  const settings = useSettingsStore()
  const busy = ref<Busy>('')
  /** What went wrong with what is being edited. */
  const problem = ref('')

  /** Does it, one thing at a time; whether it was done. */
  async function attempt(what: Busy, work: (id: string) => Promise<void>, say = tell): Promise<boolean> {
    const { id } = conversation() ?? {}
    if (id === undefined || busy.value) return false
    busy.value = what
    problem.value = ''
    try {
      await work(id)
      return true
    } catch (error) {
      say(problemLine(error, words.value))
      return false
    } finally {
      busy.value = ''
    }
  }

  function showProblem(text: string): void {
    problem.value = text
  }

  const ask = (title: string, note: string, yes: keyof Words['yes']): Promise<boolean> =>
    confirm(title, note, words.value.yes[yes], words.value.cancel)

  /** What may be done to a member, in the order to offer it. */
  function actionsFor({ person, role }: Member): { label: string, act: () => Promise<boolean> }[] {
    const own = conversation()?.role
    const { removePerson, askRemove, makeAdmin, endAdmin, handOver, askHandOver, handOverNote } = words.value
    const ids = [person.id]
    const makes = role === 'admin' ? 'member' : 'admin'
    return [
      ...rightsOf(own).own && role !== 'owner' ? [
        {
          label: role === 'admin' ? endAdmin : makeAdmin,
          act: () => attempt('edit', id => groups.setRole(id, ids, makes)),
        },
        {
          label: handOver,
          act: async () => await ask(askHandOver(person.name), handOverNote, 'handOver')
            && attempt('edit', id => groups.setRole(id, ids, 'owner')),
        },
      ] : [],
      ...mayRemove(own, role) ? [{
        label: removePerson,
        act: async () => await ask(askRemove(person.name), '', 'remove')
          && attempt('edit', id => groups.remove(id, ids)),
      }] : [],
    ]
  }

  return {
    busy,
    problem,

    set: (what: 'muted' | 'pinned' | 'writers', on: boolean): Promise<boolean> => attempt(what, (id) => {
      if (what === 'writers') return groups.setWriters(id, on ? 'admins' : 'all')
      return what === 'muted' ? settings.mute(id, on) : settings.pin(id, on)
    }),

    /** Changes the title or the announcement. */
    save: (what: 'title' | 'announcement', text: string): Promise<boolean> => attempt('edit',
      id => (what === 'title' ? groups.rename(id, text) : groups.announce(id, text)), showProblem),

    add: (people: readonly string[]): Promise<boolean> => attempt('add', id => groups.add(id, people)),

    /** Asks, and takes all that was said up to now from this person's view. */
    async clear(): Promise<void> {
      const { askClear, clearNote, cleared } = words.value
      const upTo = conversation()?.head ?? 0
      if (!await ask(askClear, clearNote, 'clear')) return
      if (await attempt('clear', id => settings.clear(id, upTo))) tell(cleared)
    },

    /** Asks, and leaves. */
    async leave(): Promise<boolean> {
      const { askLeave, leaveNote } = words.value
      return await ask(askLeave, leaveNote(conversation()?.role === 'owner'), 'leave')
        && attempt('leave', id => groups.leave(id))
    },

    /**
     * Offers what may be done to a member, and does it.
     * @param show opens the profile, the first of what is offered
     */
    async offer(member: Member, show: () => void): Promise<void> {
      const actions = actionsFor(member)
      if (actions.length === 0) return show()
      const choice = await choose([words.value.showProfile, ...actions.map(({ label }) => label)], member.person.name)
      if (choice === 0) show()
      else if (choice !== null) await actions[choice - 1]?.act()
    },
  }
}
