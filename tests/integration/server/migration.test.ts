import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { schemaVersion } from '../../../server/sqlite/schema'
import { login, Stage } from '../../helpers/server'
import { version1, version3 } from './old-tables'

const ann = { id: 'p-17239b6e25011033', name: 'Ann' }
const ben = { id: 'p-030d756286e59f22', name: 'Ben' }
const secret = 's'.repeat(43)
const contents = [
  { kind: 'text', text: 'one' }, { kind: 'text', text: 'NUL \u0000 and \ud800' }, { kind: 'card', rows: [1, [null]] },
  { kind: 'text', text: 'four' }, { kind: 'text', text: 'five' },
]
const messages = contents.map((content, i) => ({
  seq: i + 1, type: 'message', id: `old-${i + 1}`, from: i === 2 ? ben : ann, at: 1_700_000_000_000 + i, content,
}))

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})
afterEach(() => stage.close())

/** Looks into the file while no server has it. */
function open<T>(work: (db: Database.Database) => T): T {
  const db = new Database(stage.file('chat.db'))
  try {
    return work(db)
  } finally {
    db.close()
  }
}

function makeVersion1(): void {
  open((db) => {
    db.exec(version1)
    db.prepare('INSERT INTO settings VALUES (\'secret\', ?)').run(secret)
    for (const { id, name } of [ann, ben]) db.prepare('INSERT INTO people VALUES (?, ?)').run(id, name)
    db.exec(`
      INSERT INTO conversations VALUES ('general', 'group', 'General', NULL, 'epoch-1', 5);
      INSERT INTO conversations VALUES ('direct', 'direct', '', '${[ann.id, ben.id].sort().join(' ')}', 'epoch-2', 1);
      INSERT INTO members VALUES ('${ann.id}', 'general', 2), ('${ben.id}', 'general', 1);
      INSERT INTO members VALUES ('${ann.id}', 'direct', 0), ('${ben.id}', 'direct', 1);
      INSERT INTO messages VALUES ('direct', 1, '${ann.id}', 'Ann', 'hi', 1700000000000, '{"kind":"text","text":"hi"}');
    `)
    for (const { seq, from, id, at, content } of messages) {
      db.prepare('INSERT INTO messages VALUES (\'general\', ?, ?, ?, ?, ?, ?)')
        .run(seq, from.id, from.name, id, at, JSON.stringify(content))
    }
  })
}

it('a file of version 1 keeps everything, and then takes all that is new', async () => {
  makeVersion1()
  const first = await stage.server()
  const { token, self } = await login(first.port, 'Ann')
  expect(self).toEqual(ann)
  const client = await stage.enter(first.port, token)
  const [general, direct] = client.welcome.conversations
  expect(general).toEqual({
    id: 'general', kind: 'group', title: 'General', epoch: 'epoch-1', head: 5, read: 2, delivered: 2, unread: 1,
    mention: 0, last: messages[4], role: 'member', members: 2,
  })
  expect(direct).toMatchObject({
    id: 'direct', peer: ben, epoch: 'epoch-2', read: 0, delivered: 0, unread: 0, reached: { delivered: 1, read: 1 },
    last: { id: 'hi', content: { kind: 'text', text: 'hi' } },
  })
  expect((await client.history({ limit: 10 })).events).toEqual(messages)
  const other = await stage.join(first.port, 'Ben')
  expect(other.welcome.conversations[0]).toMatchObject({ read: 1, delivered: 1, unread: 3 })

  // What was sent before and comes again has the place it had.
  expect(await client.say('again', 'general', 'old-2')).toMatchObject({ seq: 2, at: messages[1]?.at })
  expect((await client.say('new')).seq).toBe(6)
  expect((await other.react(client.mine('old-1'), '👍')).seq).toBe(7)
  expect((await client.edit(client.mine('old-2'), 'two')).seq).toBe(8)
  expect((await client.recall(client.mine('old-4'))).seq).toBe(9)
  expect(await other.read(2)).toMatchObject({ head: 9, unread: 3 })
  expect(await client.read(2)).toMatchObject({ head: 9, unread: 1 })
  await first.close()

  // The tables of old are gone, and opening it once more changes nothing.
  const inside = () => open((db) => {
    const names = db.prepare('SELECT name FROM sqlite_master ORDER BY name').all() as { name: string }[]
    const [version, check] = ['user_version', 'quick_check'].map(pragma => db.prepare(`PRAGMA ${pragma}`).all())
    return [names.map(({ name }) => name), version, check].map(value => JSON.stringify(value))
  })
  const before = inside()
  expect(before[0]).not.toContain('messages')
  expect(before[1]).toContain(`${schemaVersion}`)
  expect(before[2]).toContain('ok')
  const second = await stage.server()
  // The token of before still holds: so does the secret.
  const again = await stage.enter(second.port, token)
  expect((await again.history({ limit: 10 })).events).toMatchObject([
    { reactions: [{ emoji: '👍', count: 1, people: [ben] }] }, { content: { text: 'two' } }, messages[2],
    { content: { kind: 'recalled', by: ann } }, messages[4], {}, {}, {}, {},
  ])
  await second.close()
  expect(inside()).toEqual(before)
  expect(open(db => db.prepare('SELECT value FROM settings').get())).toMatchObject({ value: secret })
})

it.each<[number, () => void]>([
  [1, makeVersion1], [3, () => open(db => db.exec(version3))],
])('a file of version %i gets the same tables as a new one has', async (_, make) => {
  const tables = () => open((db) => {
    const names = db.prepare('SELECT name FROM sqlite_master WHERE type = \'table\' ORDER BY name').all()
    return (names as { name: string }[]).map(({ name }) => [
      name,
      (db.prepare(`SELECT * FROM pragma_table_info('${name}') ORDER BY name`).all() as object[])
        .map(column => ({ ...column, cid: 0 })),
      db.prepare('SELECT name, sql FROM sqlite_master WHERE type = \'index\' AND tbl_name = ? ORDER BY name').all(name),
    ])
  })
  make()
  await (await stage.server()).close()
  const migrated = tables()
  await stage.close()
  stage = new Stage()
  await (await stage.server()).close()
  expect(migrated).toEqual(tables())
})

it('a file of version 2 gets roles and places, and its groups go on without an owner', async () => {
  open((db) => {
    db.exec(version3)
    db.exec(`
      DROP INDEX members_by_place;
      ALTER TABLE people DROP COLUMN made;
      ALTER TABLE conversations DROP COLUMN owner;
      ALTER TABLE conversations DROP COLUMN members;
      ALTER TABLE conversations DROP COLUMN places;
      ALTER TABLE members DROP COLUMN place;
      ALTER TABLE members DROP COLUMN admin;
      INSERT INTO people VALUES ('${ann.id}', 'Ann'), ('${ben.id}', 'Ben');
      INSERT INTO conversations (id, kind, title, epoch) VALUES ('general', 'group', 'General', 'epoch-1');
      INSERT INTO members VALUES ('${ann.id}', 'general', 0, 0), ('${ben.id}', 'general', 0, 0);
      PRAGMA user_version = 2;
    `)
  })
  const { port } = await stage.server()
  const client = await stage.join(port, 'Ann')
  expect(client.welcome.conversations[0]).toMatchObject({ role: 'member', members: 2 })
  const eve = await stage.join(port, 'Eve')
  client.send({ type: 'members', id: 'm', conversation: 'general', limit: 9 })
  expect((await client.take('members')).members).toEqual([
    { person: ben, role: 'member', place: 1 }, { person: ann, role: 'member', place: 2 },
    { person: eve.self, role: 'member', place: 3 },
  ])
  // Where nobody has that right more than others, everybody may call for everyone.
  const content = { kind: 'text', text: 'x' }
  await client.write({ type: 'send', id: 'all', conversation: 'general', content, mentions: ['*'] })
})

it('a file of version 3 keeps everything, and then quotes, pins, hides and keeps what is edited', async () => {
  const said = (id: string) => JSON.stringify({ kind: 'text', text: id })
  open((db) => {
    db.exec(version3)
    db.exec(`
      INSERT INTO people (id, name) VALUES ('${ann.id}', 'Ann'), ('${ben.id}', 'Ben');
      INSERT INTO conversations (id, kind, title, epoch, head, last, members, places)
        VALUES ('general', 'group', 'General', 'epoch-1', 3, 2, 2, 2);
      INSERT INTO members VALUES ('${ann.id}', 'general', 1, 1, 1, 0), ('${ben.id}', 'general', 0, 0, 2, 0);
      INSERT INTO entries (conversation, seq, type, sender, sender_name, id, at, number, own, content)
        VALUES ('general', 1, 'message', '${ann.id}', 'Ann', 'm1', 1000, 1, 1, '${said('second')}'),
          ('general', 2, 'message', '${ben.id}', 'Ben', 'm2', 2000, 2, 1, '${said('m2')}');
      UPDATE entries SET edited = 3000, amended = 3 WHERE seq = 1;
      INSERT INTO entries (conversation, seq, type, sender, sender_name, id, at, number, own, target, content)
        VALUES ('general', 3, 'edit', '${ann.id}', 'Ann', 'e1', 3000, 2, 1, 1, '${said('second')}');
    `)
  })
  const { port } = await stage.server()
  const client = await stage.join(port, 'Ann')
  const [general] = client.welcome.conversations
  expect(general).toMatchObject({ head: 3, read: 1, unread: 1, members: 2, last: { seq: 2, content: { text: 'm2' } } })
  const versions = async (seq: number) => {
    client.send({ type: 'edits', id: `${seq}`, conversation: 'general', seq })
    return (await client.take('edits')).versions
  }
  // What stood there before that edit is lost.
  expect(await versions(1)).toEqual([{ at: 3000, content: { kind: 'text', text: 'second' } }])
  await client.edit(client.mine('m1'), 'third')
  expect((await versions(1)).map(({ content }) => content)).toMatchObject([{ text: 'second' }, { text: 'third' }])

  const quote = { from: ben.id, id: 'm2' }
  await client.write({ type: 'send', id: 'm3', conversation: 'general', content: { kind: 'text', text: 'x' }, quote })
  expect(await client.look(5)).toMatchObject({ quote: { seq: 2, from: ben, content: { text: 'm2' } } })
  await client.write({ type: 'change', id: 'p', conversation: 'general', change: 'pinned', target: quote })
  client.send({ type: 'hide', id: 'h', conversation: 'general', seqs: [5] })
  await client.take('hidden')
  client.send({ type: 'pins', id: 'p', conversation: 'general' })
  expect((await client.take('pins')).events).toMatchObject([{ seq: 2 }])
  client.send({ type: 'search', id: 's', text: 'm2', limit: 9 })
  expect((await client.take('found')).hits).toMatchObject([{ event: { seq: 2 } }])
})

it('a migration that fails leaves the file as it was', async () => {
  makeVersion1()
  // A table of the new version is in the way, under a name that it takes for its own.
  open(db => db.exec('CREATE TABLE entries (other TEXT)'))
  await expect(stage.server()).rejects.toThrow('cannot open the database')
  open((db) => {
    expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 1 })
    expect(db.prepare('SELECT count(*) AS n FROM messages').get()).toMatchObject({ n: 6 })
    db.exec('DROP TABLE entries')
  })
  const { port } = await stage.server()
  expect((await stage.join(port, 'Ann')).welcome.conversations[0]?.head).toBe(5)
})

it('a file of version 4, where nothing could be cleared, takes that', async () => {
  const first = await stage.server()
  await (await stage.join(first.port, 'Ann')).say('one')
  await first.close()
  open(db => db.exec('DROP TABLE cleared; PRAGMA user_version = 4'))
  const client = await stage.join((await stage.server()).port, 'Ann')
  client.send({ type: 'set', id: 's', conversation: 'general', cleared: 1 })
  const { conversation } = await client.take('conversation')
  expect([conversation.head, conversation.last]).toEqual([1, undefined])
  open(db => expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: schemaVersion }))
})

it('a file of a newer version is left alone', async () => {
  await (await stage.server()).close()
  open(db => db.exec(`PRAGMA user_version = ${schemaVersion + 1}`))
  await expect(stage.server()).rejects.toThrow('newer version')
  open(db => expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: schemaVersion + 1 }))
})
