-- +goose Up
-- The history of one thing, in order. With the keys alone SQLite rather followed the index that has the order of everything
-- of the kind, and read all of it.
DROP INDEX audit_entry_object;
CREATE INDEX audit_entry_object ON audit_entry (object_kind, object_id, at, id);
