import type { Guest } from '../party'
import type { Seat } from './checks'

/** Somebody with the kit in Node, without a screen. */
export function guestSeat(guest: Guest): Seat {
  const { engine: { sync, connection }, proxy, room } = guest
  let isLooking = true
  const read = (): void => {
    if (isLooking) sync.markRead(room, guest.conversation?.head ?? 0)
  }
  return {
    proxy,
    state: () => guest.state,
    welcomes: () => connection.counters.welcomes,
    lines: () => guest.lines,
    unread() {
      read()
      return guest.conversation?.unread
    },
    members: () => guest.conversation?.members,
    allSent: () => guest.messages.every(({ own, status }) => !own || status === 'sent'),
    say: (...texts) => guest.say(...texts),
    look(at) {
      read()
      isLooking = at
    },
    wake() {
      for (const { wake } of guest.platform.lifecycle) wake()
    },
  }
}
