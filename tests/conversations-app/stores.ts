export { useDraftsStore } from '../../store/drafts'
export { useMessagesStore } from '../../store/messages'
export { useLocale } from '../../store/words'
