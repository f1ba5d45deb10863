import Database from 'libsql'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { login, Stage } from '../../helpers/server'

/** The tables of version 1, as that version made them. */
const version1 = `
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
  CREATE INDEX people_by_name ON people (name, id);
  CREATE TABLE conversations (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, pair TEXT UNIQUE, epoch TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE TABLE members (
    person TEXT NOT NULL REFERENCES people (id),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    read INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, conversation)
  ) WITHOUT ROWID;
  CREATE INDEX members_by_conversation ON members (conversation, person);
  CREATE TABLE messages (
    conversation TEXT NOT NULL REFERENCES conversations (id), seq INTEGER NOT NULL, sender TEXT NOT NULL,
    sender_name TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, content TEXT NOT NULL
  );
  CREATE UNIQUE INDEX messages_by_seq ON messages (conversation, seq);
  CREATE UNIQUE INDEX messages_by_id ON messages (sender, id);
  CREATE INDEX messages_by_sender ON messages (conversation, sender, seq);
  PRAGMA application_id = ${0x75636b31};
  PRAGMA user_version = 1;
`
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
  expect(before[1]).toContain('3')
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

it('a file of version 1 gets the same tables as a new one has', async () => {
  const names = ['people', 'conversations', 'members', 'entries', 'mentions', 'reactions', 'reactors']
  const tables = () => open(db => names.map(name => [
    (db.prepare(`SELECT * FROM pragma_table_info('${name}') ORDER BY name`).all() as object[])
      .map(column => ({ ...column, cid: 0 })),
    db.prepare('SELECT name, sql FROM sqlite_master WHERE type = \'index\' AND tbl_name = ? ORDER BY name').all(name),
  ]))
  makeVersion1()
  await (await stage.server()).close()
  const migrated = tables()
  await stage.close()
  stage = new Stage()
  await (await stage.server()).close()
  expect(migrated).toEqual(tables())
})

it('a file of version 2 gets roles and places, and its groups go on without an owner', async () => {
  await (await stage.server()).close()
  open((db) => {
    db.exec(`
      DROP INDEX members_by_place;
      ALTER TABLE people DROP COLUMN made;
      ALTER TABLE conversations DROP COLUMN owner;
      ALTER TABLE conversations DROP COLUMN members;
      ALTER TABLE conversations DROP COLUMN places;
      ALTER TABLE members DROP COLUMN place;
      ALTER TABLE members DROP COLUMN admin;
      INSERT INTO people VALUES ('${ann.id}', 'Ann'), ('${ben.id}', 'Ben');
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

it('a file of a newer version is left alone', async () => {
  await (await stage.server()).close()
  open(db => db.exec('PRAGMA user_version = 4'))
  await expect(stage.server()).rejects.toThrow('newer version')
  open(db => expect(db.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 4 }))
})
