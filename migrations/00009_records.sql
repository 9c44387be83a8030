-- +goose Up
-- Lists of records by kind and by indicator, in the order of days.
DROP INDEX record_kind;
CREATE INDEX record_kind_day ON record (kind, day, id);
ALTER TABLE record_link ADD COLUMN day date; -- the record's own
UPDATE record_link SET day = (SELECT day FROM record WHERE id = record_id);
CREATE INDEX record_link_day ON record_link (indicator_id, day, record_id);

-- Which records have a file.
CREATE INDEX record_file_content ON record_file (sha256);

-- The latest entries of the trail over all things.
CREATE INDEX audit_entry_at ON audit_entry (at, id);
