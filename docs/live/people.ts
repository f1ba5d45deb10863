/** Whom the examples are about. */
import type { Person } from '../../index'
import { say } from './look'

const person = (id: string, english: string, chinese: string): Person => ({ id, name: say(english, chinese) })

export const self = person('me', 'Ada', '小林')
export const grace = person('grace', 'Grace', '阿杰')
export const alan = person('alan', 'Alan', '王敏')
export const barbara = person('barbara', 'Barbara', '陈晨')
export const edsger = person('edsger', 'Edsger', '李想')

/** All but oneself. */
export const others: readonly Person[] = [
  grace, alan, barbara, edsger,
  person('margaret', 'Margaret', '周瑜'), person('donald', 'Donald', '吴越'), person('radia', 'Radia', '郑好'),
  person('tim', 'Tim', '孙悦'), person('karen', 'Karen', '何苗'), person('dennis', 'Dennis', '许诺'),
]
