-- What people type for an entry, and its names on Hugging Face: JSON lists.
ALTER TABLE entry ADD COLUMN words TEXT NOT NULL DEFAULT '[]';
ALTER TABLE entry ADD COLUMN hugging_face TEXT NOT NULL DEFAULT '[]';
DROP TRIGGER entry_changed;
CREATE TRIGGER entry_changed AFTER UPDATE ON entry
WHEN (old.full_name, old.title, old.summary_en, old.summary_zh, old.license, old.created, old.pushed,
        old.is_archived, old.gone_on, old.stars, old.released_on, old.moved_on, old.license_changed_on,
        old.words, old.hugging_face)
    IS NOT (new.full_name, new.title, new.summary_en, new.summary_zh, new.license, new.created, new.pushed,
        new.is_archived, new.gone_on, new.stars, new.released_on, new.moved_on, new.license_changed_on,
        new.words, new.hugging_face)
BEGIN
    INSERT INTO search_stale SELECT new.id WHERE new.id NOT IN (SELECT entry_id FROM search_stale);
END;

-- The stars that an entry of a main category and a year may have where nobody counted them; '' is any.
CREATE TABLE search_likely (
    category TEXT NOT NULL,
    year TEXT NOT NULL,
    stars INTEGER NOT NULL,
    PRIMARY KEY (category, year)
) STRICT, WITHOUT ROWID;
