import type { OpenTarget, Point } from '../../src/content/target'
import type { Message } from '../../src/model/message'

/** What a row tells of its message: see the list's events of these names. */
export interface Tell {
  ask(message: Message): void
  open(message: Message, target: OpenTarget): void
  press(message: Message, point?: Point): void
}
