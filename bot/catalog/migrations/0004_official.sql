-- Whether an entry is the own code of a paper's authors.
ALTER TABLE entry_paper ADD COLUMN is_official INTEGER NOT NULL DEFAULT 0 CHECK (is_official IN (0, 1));
