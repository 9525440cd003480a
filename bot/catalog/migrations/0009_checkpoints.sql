-- Checkpoints on Hugging Face as they were when last fetched; `least_bytes` is the least memory that the weights take.
CREATE TABLE checkpoint (
    id TEXT PRIMARY KEY COLLATE NOCASE,
    parameters INTEGER,
    dtypes TEXT NOT NULL DEFAULT '{}',
    formats TEXT NOT NULL DEFAULT '[]',
    license TEXT,
    gate TEXT CHECK (gate IN ('open', 'auto', 'manual')),
    downloads INTEGER,
    likes INTEGER,
    modified TEXT,
    bases TEXT NOT NULL DEFAULT '[]',
    relation TEXT,
    least_bytes INTEGER,
    seen TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE entry_checkpoint (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    checkpoint_id TEXT NOT NULL COLLATE NOCASE,
    PRIMARY KEY (entry_id, checkpoint_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_checkpoint_id ON entry_checkpoint (checkpoint_id);
-- When an entry's checkpoints were last fetched, the fine-tunes and conversions of others too or its makers' alone.
CREATE TABLE checkpoint_fetch (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    fetched_at TEXT NOT NULL,
    has_others INTEGER NOT NULL CHECK (has_others IN (0, 1))
) STRICT;
