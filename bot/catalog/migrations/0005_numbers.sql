-- From here on entry.id is a number that lasts (data/numbers.csv). What an entry was called before leads to it:
-- 'row', the id that buttons carried before there were numbers; 'number', another number that it once had.
CREATE TABLE entry_former_number (
    kind TEXT NOT NULL CHECK (kind IN ('row', 'number')),
    number INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_former_number_entry ON entry_former_number (entry_id);
