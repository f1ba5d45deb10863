/** What a run counts. Those of {@link badFigures} have to be 0. */
export interface Figures {
  /** Messages that were written. */
  sent: number
  /** Changes of messages that were made: edits, recalls, reactions. */
  changed: number
  /** Those that the server would not have, with reason: the message was recalled, or had gone with its log. */
  refused: number
  /** Messages whose author got the acknowledgement, or saw them as sent. */
  acked: number
  /** Messages that were in a log when it was reset or trimmed. */
  voided: number
  /** Messages and changes that waited when the app was killed, and that the phone had not been able to keep. */
  buried: number
  /** Faults that were made. */
  faults: number
  /** Links that were opened, by all clients. */
  links: number
  /** Messages and changes that are neither in the log nor waiting; messages that are missing from a member's view. */
  lost: number
  /** Twice in a log or in a view. */
  duplicated: number
  /** In another order than the log's, or in the log in another order than its author wrote. */
  inverted: number
  /** Called failed, and in the log. */
  falselyFailed: number
  /** Called failed, or a change refused: nothing in a run gives a reason to. */
  failed: number
  /** Shown as sent, and not in the log. */
  phantom: number
  /** Shown in another state than the log's; or a cursor, a count or a mention that is not the server's. */
  wrong: number
  /** Clients that didn't come to rest: offline, with messages or changes that wait, or behind the log. */
  stuck: number
}

/** The figures that have to be 0. */
export const badFigures = [
  'lost', 'duplicated', 'inverted', 'falselyFailed', 'failed', 'phantom', 'wrong', 'stuck',
] as const satisfies readonly (keyof Figures)[]

export type BadFigure = (typeof badFigures)[number]

/** Collects what is wrong: counts for the figures, and words for whoever looks for the cause. */
export class Findings {
  readonly counts = new Map<BadFigure, number>()
  readonly words: string[] = []

  add(figure: BadFigure, words: string): void {
    this.counts.set(figure, this.count(figure) + 1)
    this.words.push(`${figure}: ${words}`)
  }

  count(figure: BadFigure): number {
    return this.counts.get(figure) ?? 0
  }
}
