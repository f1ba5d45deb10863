import type { Words } from './words'

/** Those of the words that are functions. */
const functions: readonly string[] = (
  'tooLong reactions recalled groupCreated groupAdded groupRemoved groupLeft groupOwner groupAdmin groupMember '
  + 'groupTitle groupAnnounced groupWriters messagePinned messageUnpinned names newMessages toMention retryIn unread '
  + 'date fullDate seconds speed uploading quoting length recordingLeft original lastSeen minutesAgo dayAndTime '
  + 'typingIn memberCount leaveNote askRemove askHandOver done readBy hasRead hasNotRead searchHint nothingFound '
  + 'actionsOf askHide selected mostSelected sendTo notForwarded mostChats historyOf historyOfTwo othersToo '
  + 'pinnedMessage groupJoined'
).split(' ')
const lists: readonly string[] = ['weekdays', 'emojiGroups', 'skinTones']
const groups: readonly string[] = [
  'microphone', 'chooser', 'position', 'notUploaded', 'problems', 'conversationActions', 'messageActions', 'album',
  'answerEnds', 'yes',
]

/** Words that say nothing: for the moment until those of a language are there. */
export const silent: Words = new Proxy({} as Words, {
  get(_, name) {
    if (functions.includes(String(name))) return () => ''
    if (lists.includes(String(name))) return []
    return groups.includes(String(name)) ? {} : ''
  },
})
