/** A person, as far as others may know. */
export interface Person {
  readonly id: string
  readonly name: string
}
