import type { Person } from '../../src/model/person'

/** Somebody in a list of people. */
export interface PersonRow {
  readonly person: Person
  /** A word beside the name: what that person is here. */
  readonly note?: string
  /** A line below the name: whether that person is there. */
  readonly line?: string
  readonly online?: boolean
}
