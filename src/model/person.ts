/** A person, as far as others may know. */
export interface Person {
  readonly id: string
  readonly name: string
  /** The address of a picture, http or https. */
  readonly avatar?: string
}

/** Who may write in a group: all members, or those who look after it. */
export type Writers = 'all' | 'admins'

/** What a member of a group may do: one is its `owner`, if it has any; `admin`s look after it with the owner. */
export type Role = 'owner' | 'admin' | 'member'

/** A member of a conversation. */
export interface Member {
  readonly person: Person
  readonly role: Role
  /** The order of joining: whoever came earlier has a lower one. It stays the same until that person leaves. */
  readonly place: number
}
