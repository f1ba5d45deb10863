import { card } from './card'
import { file } from './file'
import { forward } from './forward'
import { image } from './image'
import { link } from './link'
import { location } from './location'
import { markdown } from './markdown'
import { video } from './video'
import { voice } from './voice'

/** The kinds of content that the kit brings along, besides text. */
export const builtInKinds = [image, video, voice, file, location, card, link, forward, markdown]

export type { CardContent } from './card'
export type { FileContent } from './file'
export type { ForwardContent, ForwardedItem } from './forward'
export type { ImageContent } from './image'
export type { LinkContent } from './link'
export type { LocationContent } from './location'
export type { AnswerEnd, MarkdownContent } from './markdown'
export type { VideoContent } from './video'
export type { VoiceContent } from './voice'
