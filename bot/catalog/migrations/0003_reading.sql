-- READMEs as they are read in chat: pages packed by zlib, and what is known of the whole.
-- `format` is that of the program that made them: NULL where none did yet, below 0 where it could not.
ALTER TABLE readme ADD COLUMN format INTEGER;
ALTER TABLE readme ADD COLUMN contents TEXT;
CREATE TABLE readme_page (
    entry_id INTEGER NOT NULL REFERENCES readme (entry_id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (entry_id, number)
) STRICT, WITHOUT ROWID;
