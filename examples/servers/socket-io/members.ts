import type { PersonSocket, Rooms } from './types'

// Socket.IO gives each socket a room of its own, named by its id: without a prefix, one could join that of another.
const prefix = 'room:'

/** What a room is called on the server. */
export function keyOf(room: string): string {
  return prefix + room
}

/** The rooms somebody has joined, as clients call them. */
export function roomsOf(socket: PersonSocket): string[] {
  return [...socket.rooms].filter(key => key.startsWith(prefix)).map(key => key.slice(prefix.length))
}

/** The names of those in a room, each once. */
export function membersOf(rooms: Rooms, room: string, without?: PersonSocket): string[] {
  const ids = [...rooms.adapter.rooms.get(keyOf(room)) ?? []]
  const names = ids.filter(id => id !== without?.id).flatMap(id => rooms.sockets.get(id)?.data.name ?? [])
  return [...new Set(names)]
}
