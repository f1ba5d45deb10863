/** The tables of version 1, as that version made them. */
export const version1 = `
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

/** Those of version 3. */
export const version3 = `
  CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;

  CREATE TABLE people (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    made INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;
  CREATE INDEX people_by_name ON people (name, id);

  CREATE TABLE conversations (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    pair TEXT UNIQUE,
    epoch TEXT NOT NULL,
    head INTEGER NOT NULL DEFAULT 0,
    last INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    members INTEGER NOT NULL DEFAULT 0,
    places INTEGER NOT NULL DEFAULT 0
  ) WITHOUT ROWID;

  CREATE TABLE members (
    person TEXT NOT NULL REFERENCES people (id),
    conversation TEXT NOT NULL REFERENCES conversations (id),
    read INTEGER NOT NULL DEFAULT 0,
    delivered INTEGER NOT NULL DEFAULT 0,
    place INTEGER NOT NULL DEFAULT 0,
    admin INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (person, conversation)
  ) WITHOUT ROWID;
  CREATE INDEX members_by_conversation ON members (conversation, person);
  CREATE UNIQUE INDEX members_by_place ON members (conversation, place);

  CREATE TABLE entries (
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
    emoji TEXT,
    is_on INTEGER,
    count INTEGER,
    mentions TEXT,
    content TEXT
  );
  CREATE UNIQUE INDEX entries_by_seq ON entries (conversation, seq);
  CREATE UNIQUE INDEX entries_by_id ON entries (sender, id);
  CREATE INDEX entries_by_sender ON entries (conversation, sender, seq);
  CREATE INDEX edits_by_target ON entries (conversation, target) WHERE type = 'edit';

  CREATE TABLE mentions (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    person TEXT NOT NULL,
    seq INTEGER NOT NULL,
    sender TEXT NOT NULL,
    PRIMARY KEY (conversation, person, seq)
  ) WITHOUT ROWID;

  CREATE TABLE reactions (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    target INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (conversation, target, emoji)
  ) WITHOUT ROWID;

  CREATE TABLE reactors (
    conversation TEXT NOT NULL REFERENCES conversations (id),
    target INTEGER NOT NULL,
    emoji TEXT NOT NULL,
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (conversation, target, emoji, person)
  ) WITHOUT ROWID;
  CREATE INDEX reactors_by_seq ON reactors (conversation, target, emoji, seq);

  PRAGMA application_id = ${0x75636b31};
  PRAGMA user_version = 3;
`
