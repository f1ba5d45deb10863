/** Marks the files of this server (`PRAGMA application_id`), so that no other program's database is written to. */
export const applicationId = 0x75636b31

/** The version of the tables below (`PRAGMA user_version`). */
export const schemaVersion = 5

/**
 * The tables. `pair` names the two persons of a direct conversation, so that there can be only one. JSON is kept as it
 * is: SQLite's own text would not keep NUL or half a surrogate pair.
 *
 * A conversation's `head` is the highest `seq` of its log and decides the next one; `last` is that of the newest
 * message or change. Of a group, `owner` is its owner, if it has one. `members` counts who is in it, and `places` all
 * who ever came: each gets the next one as its `place`; `writers` is 'admins' where plain members may not write. `made`
 * counts the groups that a person made, `seen` is when that person's last connection ended.
 *
 * What a member has set for a conversation is in `pinned`, the time, `muted`, `marked`, and in `hidden`, the number of
 * messages there were then: with the next one it isn't hidden any more, and nobody has to write that down.
 *
 * An entry of any `type` has its place and its author. `number` counts the messages of the log up to it, `own` those of
 * its author: differences of them tell what is unread, however long the log is. A message's `content` is what it says
 * now; `edited` is when that changed, and `original` what it said before its first edit; `recalled` is the entry that
 * took it back, `amended` the last entry about it, `quote` the message it answers. The `content` of an edit is what it
 * made of the message, and that of a change what it did. The rest belongs to a `react`.
 *
 * `hidden` are entries that a person wants to see no more, `cleared` up to where that is so of all; `pins` the messages
 * that are pinned, by entry `seq`. `reactions` are the emoji of a message, since the entry `first`; `reactors` who has
 * put them there, by entry `seq`.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    made INTEGER NOT NULL DEFAULT 0,
    avatar TEXT,
    seen INTEGER
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS people_by_name ON people (name, id);

  CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    pair TEXT UNIQUE,
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    last INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    members INTEGER NOT NULL DEFAULT 0,
    places INTEGER NOT NULL DEFAULT 0,
    announcement TEXT,
    writers TEXT
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS members (
    person TEXT NOT NULL REFERENCES people (id),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    read INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL DEFAULT 0,
    admin INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER,
    muted INTEGER NOT NULL DEFAULT 0,
    hidden INTEGER,
    marked INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, conversation)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS members_by_conversation ON members (conversation, person);
  CREATE UNIQUE INDEX IF NOT EXISTS members_by_place ON members (conversation, place);

  CREATE TABLE IF NOT EXISTS entries (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    number INTEGER NOT NULL,
    own INTEGER NOT NULL,
    target INTEGER,
    edited INTEGER,
    recalled INTEGER,
    amended INTEGER,
    quote INTEGER,
    original TEXT,
    emoji TEXT,
    is_on INTEGER,
    count INTEGER,
    mentions TEXT,
    content TEXT
  );
  CREATE UNIQUE INDEX IF NOT EXISTS entries_by_seq ON entries (conversation, seq);
  CREATE UNIQUE INDEX IF NOT EXISTS entries_by_id ON entries (sender, id);
  CREATE INDEX IF NOT EXISTS entries_by_sender ON entries (conversation, sender, seq);
  CREATE INDEX IF NOT EXISTS edits_by_target ON entries (conversation, target) WHERE type = 'edit';

  CREATE TABLE IF NOT EXISTS mentions (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sender TEXT NOT NULL,
    PRIMARY KEY (conversation, person, seq)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS hidden (
    person TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seq INTEGER NOT NULL,
    PRIMARY KEY (person, conversation, seq)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS cleared (
    person TEXT NOT NULL,
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seq INTEGER NOT NULL,
    PRIMARY KEY (person, conversation)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS pins (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    target INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, target)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS reactions (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    target INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (conversation, target, emoji)
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS reactors (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    target INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, target, emoji, person)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS reactors_by_seq ON reactors (conversation, target, emoji, seq);

  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`

/**
 * Makes of a file of version 1, where every entry was a message in the table `messages`, what {@link schema} completes.
 * To be done before it, in the same transaction.
 */
export const fromVersion1 = `
  ALTER TABLE conversations ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
  UPDATE conversations SET last = head;
  ALTER TABLE members ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
  UPDATE members SET delivered = read;
`

/** The same of a file of version 2, where groups had no roles, or of one of version 1 after the step before. */
export const fromVersion2 = `
  ALTER TABLE people ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN owner TEXT;
  ALTER TABLE conversations ADD COLUMN members INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE conversations ADD COLUMN places INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE members ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE members ADD COLUMN admin INTEGER NOT NULL DEFAULT 0;
  CREATE TEMP TABLE numbered AS
    SELECT person, conversation, row_number() OVER (PARTITION BY conversation ORDER BY person) AS place FROM members;
  CREATE UNIQUE INDEX temp.numbered_by_key ON numbered (person, conversation);
  UPDATE members SET place = (
    SELECT n.place FROM numbered n WHERE n.person = members.person AND n.conversation = members.conversation
  );
  DROP TABLE numbered;
  UPDATE conversations SET members = (SELECT count(*) FROM members m WHERE m.conversation = conversations.id);
  UPDATE conversations SET places = members;
`

/**
 * The same of a file of version 3, where people had no pictures, groups no announcements and conversations no settings,
 * and nothing was quoted, pinned, hidden or kept of what edits replaced; or of an older one after the steps before.
 */
export const fromVersion3 = `
  ALTER TABLE people ADD COLUMN avatar TEXT;
  ALTER TABLE people ADD COLUMN seen INTEGER;
  ALTER TABLE conversations ADD COLUMN announcement TEXT;
  ALTER TABLE conversations ADD COLUMN writers TEXT;
  ALTER TABLE members ADD COLUMN pinned INTEGER;
  ALTER TABLE members ADD COLUMN muted INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE members ADD COLUMN hidden INTEGER;
  ALTER TABLE members ADD COLUMN marked INTEGER NOT NULL DEFAULT 0;
`

/** The entries of a file of version 2 or 3, too; those of version 1 are yet to be made. */
export const entriesFromVersion3 = `
  ALTER TABLE entries ADD COLUMN quote INTEGER;
  ALTER TABLE entries ADD COLUMN original TEXT;
`

/** The entries of a file of version 1; to be done after {@link schema}. */
export const entriesFromVersion1 = `
  INSERT INTO entries (conversation, seq, type, sender, sender_name, id, at, number, own, content)
    SELECT conversation, seq, 'message', sender, sender_name, id, at, seq,
      row_number() OVER (PARTITION BY conversation, sender ORDER BY seq), content
    FROM messages ORDER BY rowid;
  DROP TABLE messages;
`
