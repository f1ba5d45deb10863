import { rmSync } from 'node:fs'
import { describe } from 'vitest'
import { openSqliteStore } from '../../../server/sqlite/store'
import { Stage } from '../../helpers/server'
import { groupsContract } from './groups-contract'
import { hiddenContract } from './hidden-contract'
import { messagesContract } from './messages-contract'
import { peopleContract } from './people-contract'
import { storeContract } from './store-contract'

describe('the store in a SQLite file', () => {
  const open = async () => {
    const stage = new Stage()
    const store = openSqliteStore(stage.file('alone.db'))
    const close = store.close.bind(store)
    store.close = async () => {
      await close()
      rmSync(stage.folder, { recursive: true })
    }
    return store
  }
  storeContract(open)
  describe('of groups', () => groupsContract(open))
  describe('of messages', () => messagesContract(open))
  describe('of what is hidden', () => hiddenContract(open))
  describe('of people', () => peopleContract(open))
})
