import type { Bounds } from './bounds'
import { Bucket } from './bucket'
import { limits } from './limits'
import type { LimitName, Metrics } from './metrics'

/** A connection, as the gate counts it. */
export interface Guest {
  /** It must go, as this limit stands against it. */
  turnAway(limit: LimitName): void
}

interface Here {
  address: string
  person?: string
}

interface Person {
  connections: number
  bucket: Bucket
}

/** Counts connections, and says which are too many. What people took is remembered until it is paid back. */
export class Gate {
  private readonly guests = new Map<Guest, Here>()
  // Those that have not said hello, the oldest first, and since when.
  private readonly strangers = new Map<Guest, number>()
  private readonly addresses = new Map<string, number>()
  private readonly people = new Map<string, Person>()

  /** @param now - a clock in ms that never runs back */
  constructor(
    private readonly bounds: Bounds, private readonly metrics: Metrics, private readonly now = () => performance.now(),
  ) {}

  /** How many are inside. */
  get size(): number {
    return this.guests.size
  }

  /**
   * One more connection.
   * @returns the limit that stands against it; undefined if it is inside from now on
   */
  enter(guest: Guest, address: string): LimitName | undefined {
    const { bounds, strangers } = this
    const now = this.now()
    if (this.guests.size >= bounds.connections) return 'connections'
    const fromThere = this.addresses.get(address) ?? 0
    if (fromThere >= bounds.connectionsPerAddress) return 'address-connections'
    if (strangers.size >= bounds.strangers) {
      // Those who say nothing must not keep out those who would; but who has just come must have time to speak.
      const [oldest, since] = [...strangers.entries()][0] ?? []
      if (!oldest || now - (since ?? now) < limits.strangerTime) return 'strangers'
      strangers.delete(oldest)
      oldest.turnAway('strangers')
    }
    this.guests.set(guest, { address })
    this.strangers.set(guest, now)
    this.addresses.set(address, fromThere + 1)
    this.metrics.connections.set(this.guests.size)
    this.metrics.accepted.inc()
    return undefined
  }

  /**
   * It is known now whose connection it is.
   * @returns what all connections of this person share, or the limit that stands against it
   */
  know(guest: Guest, id: string): Bucket | LimitName {
    const now = this.now()
    const person = this.people.get(id) ?? { connections: 0, bucket: new Bucket(this.bounds.personRate, now) }
    if (person.connections >= this.bounds.connectionsPerPerson) return 'person-connections'
    if (person.bucket.wait(now) > 0) return 'person-rate'
    person.bucket.take(limits.helloCost, now)
    const here = this.guests.get(guest)
    // It has gone in the meantime.
    if (!here) return person.bucket
    here.person = id
    person.connections += 1
    this.people.set(id, person)
    this.strangers.delete(guest)
    return person.bucket
  }

  /** It is gone. */
  leave(guest: Guest): void {
    const here = this.guests.get(guest)
    if (!here) return
    this.guests.delete(guest)
    this.strangers.delete(guest)
    this.metrics.connections.set(this.guests.size)
    const fromThere = (this.addresses.get(here.address) ?? 0) - 1
    if (fromThere > 0) this.addresses.set(here.address, fromThere)
    else this.addresses.delete(here.address)
    const person = here.person === undefined ? undefined : this.people.get(here.person)
    if (person) person.connections -= 1
  }

  /** Forgets those who are gone and have paid back what they took: to be called now and then. */
  sweep(): void {
    const now = this.now()
    for (const [id, { connections, bucket }] of this.people) {
      if (connections === 0 && bucket.isFull(now)) this.people.delete(id)
    }
  }
}
