-- +goose Up
-- What a record says, folded by platform/fold, and an index over every three letters of it. What is there already is
-- folded as well as SQL can; a record gets its real text when it is corrected.
CREATE TABLE record_text (
    n         integer PRIMARY KEY, -- in the order of days, 2^45 apart, counted from 2000-01-01
    record_id text NOT NULL UNIQUE REFERENCES record (id) ON DELETE CASCADE,
    folded    text NOT NULL
);
INSERT INTO record_text (n, record_id, folded)
SELECT CAST(julianday(day) - julianday('2000-01-01') AS integer) * 35184372088832 + row_number() OVER (ORDER BY id), id, lower(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
    title || ' ' || text || ' ' || body || ' ' || diary_number || ' ' || network || ' ' || organisations || ' ' || tags,
    'å', 'a'), 'Å', 'a'), 'ä', 'a'), 'Ä', 'a'), 'ö', 'o'), 'Ö', 'o'), 'é', 'e'), 'É', 'e'), 'ü', 'u'), 'Ü', 'u'))
FROM record;
CREATE VIRTUAL TABLE record_grams USING fts5(folded, content = 'record_text', content_rowid = 'n', tokenize = 'trigram', detail = 'none');
INSERT INTO record_grams (record_grams) VALUES ('rebuild');
-- +goose StatementBegin
CREATE TRIGGER record_text_added AFTER INSERT ON record_text BEGIN
    INSERT INTO record_grams (rowid, folded) VALUES (new.n, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_text_changed AFTER UPDATE ON record_text BEGIN
    INSERT INTO record_grams (record_grams, rowid, folded) VALUES ('delete', old.n, old.folded);
    INSERT INTO record_grams (rowid, folded) VALUES (new.n, new.folded);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER record_text_gone AFTER DELETE ON record_text BEGIN
    INSERT INTO record_grams (record_grams, rowid, folded) VALUES ('delete', old.n, old.folded);
END;
-- +goose StatementEnd
