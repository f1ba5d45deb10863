import type { Role } from '../model/person'

/** What a member of a group may do there, as the server will have it. */
export interface Rights {
  /** Bring people in: every member of a group that has an owner. */
  readonly add: boolean
  /** Give it another title and announcement, say who may write, remove plain members. */
  readonly manage: boolean
  /** Make admins, remove them, hand the group over. */
  readonly own: boolean
}

/** What somebody with this role may do; nothing where the server tells no role. */
export function rightsOf(role: Role | undefined): Rights {
  return { add: role !== undefined, manage: role === 'owner' || role === 'admin', own: role === 'owner' }
}

/** Whether who has the role `own` may remove a member with the role `other`. */
export function mayRemove(own: Role | undefined, other: Role): boolean {
  return own === 'owner' ? other !== 'owner' : own === 'admin' && other === 'member'
}
