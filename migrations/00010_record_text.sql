-- +goose Up
-- For PostgreSQL; SQLite has its own.
-- What a record says, folded by platform/fold. What is there already is folded as well as SQL can; a record gets its
-- real text when it is corrected.
CREATE TABLE record_text (
    n         bigint PRIMARY KEY, -- in the order of days, 2^45 apart, counted from 2000-01-01
    record_id text NOT NULL UNIQUE REFERENCES record (id) ON DELETE CASCADE,
    folded    text NOT NULL
);
INSERT INTO record_text (n, record_id, folded)
SELECT CAST(day - DATE '2000-01-01' AS bigint) * 35184372088832 + row_number() OVER (ORDER BY id), id, lower(regexp_replace(normalize(title || ' ' || text || ' ' || body || ' ' || diary_number || ' ' || network || ' ' ||
    organisations || ' ' || tags, NFKD), U&'[\0300-\036f]', '', 'g'))
FROM record;

-- An index over every three letters. The extension comes with PostgreSQL but is sometimes packed apart from it, and may
-- be forbidden; without it searching gives the same, only slower.
-- +goose StatementBegin
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
    CREATE INDEX record_text_grams ON record_text USING gin (folded gin_trgm_ops);
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm is not available: searching for words reads every record';
END
$$;
-- +goose StatementEnd
