-- What GitHub failed to give for one entry, so that it is asked less often; a success deletes the row.
-- `times` counts failures of its own in a row; before `retry_at` no refresh asks again.
CREATE TABLE fetch_failure (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    subject TEXT NOT NULL CHECK (subject IN ('repository', 'readme', 'history')),
    reason TEXT NOT NULL,
    times INTEGER NOT NULL,
    failed_at TEXT NOT NULL,
    retry_at TEXT NOT NULL,
    PRIMARY KEY (entry_id, subject)
) STRICT, WITHOUT ROWID;
-- Fetches for single entries were kept as runs once.
DELETE FROM refresh_run WHERE trigger = 'one';
