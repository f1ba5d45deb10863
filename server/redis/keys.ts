/**
 * The names of all keys and channels. Those of a conversation share the hash tag `{id}`, so that Redis Cluster would
 * keep them in one slot. After `chat:{id}:` come
 *
 * - `meta`, hash: `kind`, `title`, `epoch`, `head`; `last` and `lastAt`, the newest message or change; `first`, the
 *   lowest entry that is kept, if not 1; `a` and `b`, the persons of a direct one; `owner` of a group, if it has one;
 *   its `announcement`, if it has one; `writers`, if they are the admins only;
 *   `places`, see below; `all`, `allBy`, `allOther`, see `called`
 * - `log`, hash: the entries, by `seq`; see below
 * - `ids`, hash: `seq` by author and id: what was written before, and what a target names
 * - `read`, `delivered`, hashes: the cursors, by person; who has one is a member
 * - `places`, sorted set: the members by the number that each got when joining; the last one given is in `meta`. Where
 *   it is missing, since the conversation is older than it, the first script that needs it makes it
 * - `admins`, set: the admins of a group
 * - `own`, hash: what members have set, by the person and the setting: `pinned`, the time; `muted`, `marked`; `hidden`,
 *   the number of messages there were then
 * - `said`, `said:PERSON`, strings: the `seq` of each message, and of each of that person, four bytes each
 * - `called`, hash: the newest entry that mentions a person; for `*` it is `all` by `allBy`, and `allOther` by another
 * - `about:SEQ`, hash, of a message: `amended`, `edited`, `recalled`; `quote`, the message it answers; `original`, what
 *   it said before its first edit
 * - `edits:SEQ`, list, of a message: its edits, whose contents a recall takes away
 * - `hidden:PERSON`, set: the messages and changes that a person wants to see no more
 * - `cleared`, hash: up to where that is so of all of them, by person
 * - `pins`, sorted set: the pinned messages, by the entry that pinned them
 * - `emoji:SEQ`, sorted set, of a message: its emoji as JSON, by the entry that brought them
 * - `who:SEQ:EMOJI`, sorted set, of an emoji there: persons, by the entry that has their name
 *
 * Why the log is no stream: a recall erases what an entry said, and an edit replaces it, in the place where it is. A
 * stream's entries can only be deleted, and never put back. Every entry's place is known, so a hash reads a page of a
 * log of any length in one step each. (Measured with 100,000 short entries: 210 bytes each in a hash, 173 in a stream;
 * 50 of them from the middle in 0.19 and 0.41 ms.) `said` finds what is unread by halving: 20 steps in a log of a
 * million messages.
 *
 * An entry is lines, as JSON has no raw line ends: `m`, `e`, `r`, `x` or `c` (message, edit, recall, reaction, change)
 * and its time; its author; the rest that never changes, but `seq`; and, of `m` and `e`, the content. Scripts put
 * events together from these without reading the JSON, which Lua's own reader would not give back as it was (`[]`, long
 * numbers).
 *
 * What is not a conversation's lies in other slots, and a script that changes it together with one crosses slots, which
 * Redis Cluster refuses: `used` in `write` (an id may be used once in all conversations, so a write has to look there)
 * and `come`, `conversations` in `join`, `come`, `open`, `create` and `change`, `pair` and `people` in `open`, `people`
 * in `create` and `change`, `made` in `create`, all in `enter`, `leave` and `states`. There, one Redis keeps them all.
 */
export const keys = {
  /** The start of all keys of a conversation. */
  conversation: (id: string) => `chat:{${id}}:`,
  /** Hash: of a person's ids the conversation where each was used. */
  used: (person: string) => `chat:person:{${person}}:used`,
  /** Hash: the groups that a person has made, by the ids of the commands. */
  made: (person: string) => `chat:person:{${person}}:made`,
  /** Set: a person's conversations. */
  conversationsOf: (person: string) => `chat:person:{${person}}:conversations`,
  /** Set: the nodes where a person has a connection. */
  nodesOf: (person: string) => `chat:person:{${person}}:nodes`,
  /** Hash: names by person. */
  people: 'chat:people',
  /** Sorted set: name, NUL, person; all of one score, so they are in their order. */
  names: 'chat:names',
  /** Hash: the addresses of people's pictures. */
  pictures: 'chat:pictures',
  /** Hash: when people's last connection ended. */
  seen: 'chat:seen',
  /** Sorted set: the nodes, by when they are taken for dead if nothing is heard of them. */
  nodes: 'chat:nodes',
  /** Set: the people with a connection to a node. */
  peopleOf: (node: string) => `chat:node:{${node}}:people`,
  /** Hash: the direct conversation by its two persons, so that there can be only one. */
  pairs: 'chat:pairs',
  /** Hash: the settings of this installation. */
  settings: 'chat:settings',
} as const

const conversationChannel = 'chat:c:'
const personChannel = 'chat:p:'
const stateChannel = 'chat:s:'

/** The names of channels: for each conversation; for each person's own news; and for whether that person is online. */
export const channels = {
  conversation: (id: string) => conversationChannel + id,
  person: (id: string) => personChannel + id,
  state: (id: string) => stateChannel + id,
  /** What a channel is about. */
  read: (channel: string) => ({
    isPerson: channel.startsWith(personChannel),
    isState: channel.startsWith(stateChannel),
    id: channel.slice(conversationChannel.length),
  }),
} as const
