-- What GitHub says of a repository, beside what the shipped file and people say of the entry.
ALTER TABLE entry ADD COLUMN node_id TEXT;
ALTER TABLE entry ADD COLUMN description TEXT;
ALTER TABLE entry ADD COLUMN homepage TEXT;
ALTER TABLE entry ADD COLUMN topics TEXT NOT NULL DEFAULT '[]';
ALTER TABLE entry ADD COLUMN forks INTEGER;
ALTER TABLE entry ADD COLUMN default_branch TEXT;
ALTER TABLE entry ADD COLUMN head TEXT;
ALTER TABLE entry ADD COLUMN release_tag TEXT;
ALTER TABLE entry ADD COLUMN release_name TEXT;
ALTER TABLE entry ADD COLUMN released_on TEXT;
ALTER TABLE entry ADD COLUMN moved_from TEXT;
ALTER TABLE entry ADD COLUMN moved_on TEXT;
-- GitHub's own last word on the licence: only a change of it is a change.
ALTER TABLE entry ADD COLUMN github_license TEXT;
ALTER TABLE entry ADD COLUMN license_before TEXT;
ALTER TABLE entry ADD COLUMN license_changed_on TEXT;
-- Times are UTC, to the second: 2026-11-23T03:30:00Z.
ALTER TABLE entry ADD COLUMN checked_at TEXT;
ALTER TABLE entry ADD COLUMN tried_at TEXT;
ALTER TABLE entry ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;
ALTER TABLE entry ADD COLUMN missed_since TEXT;
ALTER TABLE entry ADD COLUMN missed_at TEXT;
ALTER TABLE entry ADD COLUMN backfilled_on TEXT;
CREATE UNIQUE INDEX entry_node ON entry (node_id);
CREATE INDEX entry_checked ON entry (checked_at, stars DESC);

-- Derived from star_snapshot like entry.stars; a gain ends on entry.stars_on.
ALTER TABLE entry DROP COLUMN gained;
ALTER TABLE entry DROP COLUMN gained_since;
CREATE TABLE star_gain (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    days INTEGER NOT NULL,
    gained INTEGER NOT NULL,
    since TEXT NOT NULL,
    is_approximate INTEGER NOT NULL,
    PRIMARY KEY (entry_id, days)
) STRICT, WITHOUT ROWID;

-- GitHub's rendering, packed by zlib; html is NULL where there is no README.
CREATE TABLE readme (
    entry_id INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
    head TEXT NOT NULL,
    etag TEXT,
    html BLOB,
    is_cut INTEGER NOT NULL DEFAULT 0,
    fetched_at TEXT NOT NULL
) STRICT;

CREATE TABLE refresh_run (
    id INTEGER PRIMARY KEY,
    trigger TEXT NOT NULL,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT,
    checked INTEGER NOT NULL DEFAULT 0,
    updated INTEGER NOT NULL DEFAULT 0,
    readmes INTEGER NOT NULL DEFAULT 0,
    histories INTEGER NOT NULL DEFAULT 0,
    requests INTEGER NOT NULL DEFAULT 0,
    points INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE refresh_failure (
    run_id INTEGER NOT NULL REFERENCES refresh_run (id) ON DELETE CASCADE,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    reason TEXT NOT NULL,
    PRIMARY KEY (run_id, entry_id)
) STRICT, WITHOUT ROWID;

-- What happened to a repository, as we saw it; kept for good.
CREATE TABLE entry_event (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    run_id INTEGER REFERENCES refresh_run (id) ON DELETE SET NULL,
    seen_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    before TEXT,
    after TEXT
) STRICT;
CREATE INDEX entry_event_entry ON entry_event (entry_id, seen_at);
CREATE INDEX entry_event_run ON entry_event (run_id);
CREATE INDEX entry_event_seen ON entry_event (seen_at);

-- rank goes by stars with gaps between, so that one document can be indexed anew by itself.
DROP TABLE search_document;
CREATE TABLE search_document (
    rank INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL UNIQUE,
    name_key TEXT NOT NULL,
    title_key TEXT NOT NULL,
    stars INTEGER NOT NULL,
    gained INTEGER,
    pushed TEXT,
    created TEXT,
    sort_name TEXT NOT NULL,
    categories INTEGER NOT NULL,
    frameworks INTEGER NOT NULL,
    -- The day on which its signs change by themselves.
    changes_on TEXT
) STRICT;
CREATE INDEX search_document_name ON search_document (name_key);
CREATE INDEX search_document_title ON search_document (title_key);
CREATE INDEX search_document_gained ON search_document (gained DESC, rank);
CREATE INDEX search_document_pushed ON search_document (pushed DESC, rank);
CREATE INDEX search_document_created ON search_document (created DESC, rank);
CREATE INDEX search_document_sort ON search_document (sort_name, rank);
CREATE INDEX search_document_changes ON search_document (changes_on);

ALTER TABLE search_word ADD COLUMN is_spellable INTEGER NOT NULL DEFAULT 0;

-- The entries whose document is behind. Triggers fill it, so that no writer can forget to.
CREATE TABLE search_stale (entry_id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    INSERT INTO search_stale SELECT new.id WHERE new.id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_changed AFTER UPDATE ON entry
WHEN (old.full_name, old.title, old.summary_en, old.summary_zh, old.license, old.created, old.pushed,
        old.is_archived, old.gone_on, old.stars, old.released_on, old.moved_on, old.license_changed_on)
    IS NOT (new.full_name, new.title, new.summary_en, new.summary_zh, new.license, new.created, new.pushed,
        new.is_archived, new.gone_on, new.stars, new.released_on, new.moved_on, new.license_changed_on)
BEGIN
    INSERT INTO search_stale SELECT new.id WHERE new.id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_term_added AFTER INSERT ON entry_term BEGIN
    INSERT INTO search_stale SELECT new.entry_id WHERE new.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_term_removed AFTER DELETE ON entry_term BEGIN
    INSERT INTO search_stale SELECT old.entry_id WHERE old.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_alias_added AFTER INSERT ON entry_alias BEGIN
    INSERT INTO search_stale SELECT new.entry_id WHERE new.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_alias_removed AFTER DELETE ON entry_alias BEGIN
    INSERT INTO search_stale SELECT old.entry_id WHERE old.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_alias_passed_on AFTER UPDATE ON entry_alias BEGIN
    INSERT INTO search_stale SELECT old.entry_id WHERE old.entry_id NOT IN (SELECT entry_id FROM search_stale);
    INSERT INTO search_stale SELECT new.entry_id WHERE new.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_paper_added AFTER INSERT ON entry_paper BEGIN
    INSERT INTO search_stale SELECT new.entry_id WHERE new.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER entry_paper_removed AFTER DELETE ON entry_paper BEGIN
    INSERT INTO search_stale SELECT old.entry_id WHERE old.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER star_gain_added AFTER INSERT ON star_gain WHEN new.days = 30 BEGIN
    INSERT INTO search_stale SELECT new.entry_id WHERE new.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER star_gain_changed AFTER UPDATE ON star_gain
WHEN new.days = 30 AND (old.gained, old.since) IS NOT (new.gained, new.since)
BEGIN
    INSERT INTO search_stale SELECT new.entry_id WHERE new.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
CREATE TRIGGER star_gain_removed AFTER DELETE ON star_gain WHEN old.days = 30 BEGIN
    INSERT INTO search_stale SELECT old.entry_id WHERE old.entry_id NOT IN (SELECT entry_id FROM search_stale);
END;
