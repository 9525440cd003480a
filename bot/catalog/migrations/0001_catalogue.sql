CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    github_id INTEGER UNIQUE,
    full_name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    title TEXT NOT NULL,
    summary_en TEXT NOT NULL,
    summary_zh TEXT NOT NULL,
    weights_url TEXT,
    license TEXT,
    language TEXT,
    created TEXT,
    pushed TEXT,
    is_archived INTEGER NOT NULL DEFAULT 0,
    gone_on TEXT,
    is_listed INTEGER NOT NULL DEFAULT 1,
    -- Derived from star_snapshot whenever it grows, so that cards and lists read one row.
    stars INTEGER,
    stars_on TEXT,
    stars_approximate INTEGER NOT NULL DEFAULT 0,
    gained INTEGER,
    gained_since TEXT
) STRICT;

CREATE TABLE entry_term (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('category', 'framework', 'task')),
    key TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (entry_id, kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE entry_alias (
    full_name TEXT PRIMARY KEY COLLATE NOCASE,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_alias_entry ON entry_alias (entry_id);

CREATE TABLE entry_paper (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    arxiv_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (entry_id, arxiv_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_paper_arxiv ON entry_paper (arxiv_id);

CREATE TABLE paper (
    arxiv_id TEXT PRIMARY KEY,
    title TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE star_snapshot (
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    day TEXT NOT NULL,
    stars INTEGER NOT NULL,
    source TEXT NOT NULL,
    is_approximate INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (entry_id, day)
) STRICT, WITHOUT ROWID;

-- What the shipped file said when it was last merged: tells a fact that people or GitHub changed since.
CREATE TABLE shipped_entry (
    full_name TEXT PRIMARY KEY COLLATE NOCASE,
    entry_id INTEGER NOT NULL REFERENCES entry (id) ON DELETE CASCADE,
    facts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A list's state that is too long for a component's custom_id, by its own digest.
CREATE TABLE saved_state (
    id TEXT PRIMARY KEY,
    state TEXT NOT NULL,
    used_on TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The search index, rebuilt from the tables above. rank 1 has the most stars, so an ordered scan stops early.
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
    frameworks INTEGER NOT NULL
) STRICT;
CREATE INDEX search_document_name ON search_document (name_key);
CREATE INDEX search_document_title ON search_document (title_key);
CREATE INDEX search_document_gained ON search_document (gained DESC, rank);
CREATE INDEX search_document_pushed ON search_document (pushed DESC, rank);
CREATE INDEX search_document_created ON search_document (created DESC, rank);
CREATE INDEX search_document_sort ON search_document (sort_name, rank);

CREATE VIRTUAL TABLE search_text USING fts5 (
    name, title, tags, paper, summary, chinese,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'",
    prefix = '1 2 3 4'
);

CREATE VIRTUAL TABLE search_name USING fts5 (
    words,
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'",
    prefix = '1 2 3 4 5 6'
);

-- The papers of entries by the letters of their titles.
CREATE TABLE search_paper (
    title_key TEXT NOT NULL,
    arxiv_id TEXT NOT NULL,
    PRIMARY KEY (title_key, arxiv_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE search_facet (
    categories INTEGER NOT NULL,
    frameworks INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    PRIMARY KEY (categories, frameworks)
) STRICT, WITHOUT ROWID;

-- Every word of the index: how many documents hold it, and the best rank whose *name* does (NULL: none).
CREATE TABLE search_word (
    id INTEGER PRIMARY KEY,
    word TEXT NOT NULL UNIQUE,
    documents INTEGER NOT NULL,
    name_rank INTEGER,
    is_term INTEGER NOT NULL
) STRICT;

-- Each spellable word with up to two letters left out, as SymSpell does it.
CREATE TABLE search_spelling (
    variant TEXT NOT NULL,
    word_id INTEGER NOT NULL,
    PRIMARY KEY (variant, word_id)
) STRICT, WITHOUT ROWID;
