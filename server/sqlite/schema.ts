/** Marks the files of this server (`PRAGMA application_id`), so that no other program's database is written to. */
export const applicationId = 0x75636b31

/** The version of the tables below (`PRAGMA user_version`). */
export const schemaVersion = 1

/**
 * The tables. A conversation's `head` is the highest `seq` of its log and decides the next one. `pair` names the two
 * persons of a direct conversation, so that there can be only one. A message's `content` is JSON: SQLite's own text
 * would not keep NUL or half a surrogate pair.
 */
export const schema = `
  CREATE TABLE IF NOT EXISTS settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS people_by_name ON people (name, id);

  CREATE TABLE IF NOT EXISTS conversations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    pair TEXT UNIQUE,
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;

  CREATE TABLE IF NOT EXISTS members (
    person TEXT NOT NULL REFERENCES people (id),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    read INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, conversation)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS members_by_conversation ON members (conversation, person);

  CREATE TABLE IF NOT EXISTS messages (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    seq INTEGER NOT NULL,
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    content TEXT NOT NULL
  );
  CREATE UNIQUE INDEX IF NOT EXISTS messages_by_seq ON messages (conversation, seq);
  CREATE UNIQUE INDEX IF NOT EXISTS messages_by_id ON messages (sender, id);
  CREATE INDEX IF NOT EXISTS messages_by_sender ON messages (conversation, sender, seq);

  PRAGMA application_id = ${applicationId};
  PRAGMA user_version = ${schemaVersion};
`
