-- What entries are called beside their names, as keys: the words people type for them, their names on Hugging Face.
CREATE TABLE search_called (
    key TEXT NOT NULL,
    rank INTEGER NOT NULL,
    PRIMARY KEY (key, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX search_called_rank ON search_called (rank);
