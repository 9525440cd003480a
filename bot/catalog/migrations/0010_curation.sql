-- What curators decided, as far as this file follows it: the events themselves are in the state database.
ALTER TABLE entry ADD COLUMN added_on TEXT;
ALTER TABLE entry ADD COLUMN removed_on TEXT;
CREATE TABLE curated_entry (
    full_name TEXT PRIMARY KEY COLLATE NOCASE,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    curated TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX curated_entry_entry ON curated_entry (entry_id);
