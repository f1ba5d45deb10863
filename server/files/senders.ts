import { Bucket } from '../bucket'
import { limits } from '../limits'
import type { LimitName } from '../metrics'

interface Sender {
  uploads: number
  bucket: Bucket
}

/** Counts what people upload, and says which upload is too many. */
export class Senders {
  private readonly senders = new Map<string, Sender>()

  /**
   * One more upload of this person.
   * @returns the limit that stands against it; undefined if it may come, and then {@link leave} is to be called
   */
  enter(person: string): LimitName | undefined {
    const now = performance.now()
    const sender = this.senders.get(person) ?? { uploads: 0, bucket: new Bucket(limits.fileRate, now) }
    if (sender.uploads >= limits.filesAtOnce) return 'files-at-once'
    if (sender.bucket.wait(now) > 0) return 'file-rate'
    sender.bucket.take(1, now)
    sender.uploads += 1
    this.senders.set(person, sender)
    return undefined
  }

  /** An upload is over. */
  leave(person: string): void {
    const sender = this.senders.get(person)
    if (sender) sender.uploads -= 1
  }

  /** Forgets those who have paid back what they took: to be called now and then. */
  sweep(): void {
    const now = performance.now()
    for (const [person, { uploads, bucket }] of this.senders) {
      if (uploads === 0 && bucket.isFull(now)) this.senders.delete(person)
    }
  }
}
