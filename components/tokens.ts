/**
 * The tokens of `theme.css`: the colours and sizes that a project can change, and what each is. Sizes of text are in
 * px, and multiplied by `--chat-font-scale`.
 */
export const tokens = {
  /** The ground of a page, behind the bubbles. */
  '--chat-page': 'color',
  /** What lies on a page: lists, heads, sheets, menus. */
  '--chat-surface': 'color',
  /** What lies on that: fields, keys, a row that is pressed. */
  '--chat-surface-2': 'color',
  /** Lines between rows. */
  '--chat-line': 'color',
  /** Text. */
  '--chat-text': 'color',
  /** Text that matters less: previews, labels. */
  '--chat-text-2': 'color',
  /** Text that matters least: times, hints, placeholders. */
  '--chat-text-3': 'color',
  /** What can be tapped, what is new, links. */
  '--chat-accent': 'color',
  /** Text and icons on `--chat-accent`. */
  '--chat-on-accent': 'color',
  /** Others' bubbles. */
  '--chat-bubble': 'color',
  /** One's own bubbles, and what is chosen. */
  '--chat-bubble-own': 'color',
  /** What failed, what can't be undone, counts that call. */
  '--chat-danger': 'color',
  /** Text and icons on `--chat-danger`. */
  '--chat-on-danger': 'color',
  /** What has to wait, such as a broken link. */
  '--chat-warning': 'color',
  /** What went well, who is there. */
  '--chat-success': 'color',
  /** A layer on any ground, which sets off quotes. */
  '--chat-tint': 'color',
  /** A layer over a message that is chosen. */
  '--chat-picked': 'color',
  /** The shadow of bubbles; `box-shadow`. */
  '--chat-shadow': 'shadow',
  /** The shadow of what floats: menus, pills; `box-shadow`. */
  '--chat-shadow-float': 'shadow',
  /** `font-family`. */
  '--chat-font': 'font',
  /** Multiplies all sizes of text, 1 to 2. Not set by the theme: without it, it is 1. */
  '--chat-font-scale': 'number',
  /** Text of messages and fields, px. */
  '--chat-size-message': 'length',
  /** Titles, px. */
  '--chat-size-title': 'length',
  /** Previews of last messages, px. */
  '--chat-size-preview': 'length',
  /** Authors' names, px. */
  '--chat-size-name': 'length',
  /** Times and counts, px. */
  '--chat-size-small': 'length',
  /** Corners of bubbles, px. */
  '--chat-radius-bubble': 'length',
  /** Corners of avatars smaller than 48 px, px. */
  '--chat-radius-avatar': 'length',
  /** How long what moves takes, and how it moves: `transition`. */
  '--chat-motion': 'motion',
} as const

/** The name of a token. */
export type Token = keyof typeof tokens

/** Values for some tokens: for `:style` on an element around chat components. */
export type Theme = { [Name in Token]?: string | number }
