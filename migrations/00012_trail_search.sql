-- +goose Up
-- The trail searched by person, by kind of thing and by words in the reasons that people gave.
CREATE INDEX audit_entry_actor ON audit_entry (actor_id, at, id);
CREATE INDEX audit_entry_kind ON audit_entry (object_kind, at, id);
CREATE INDEX audit_entry_reason ON audit_entry (at, id) WHERE reason <> '';
