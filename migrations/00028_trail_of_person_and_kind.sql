-- +goose Up
-- What one person has done to one kind of thing, and the reasons that one person or one kind has. Without these a search
-- that finds little reads all that the person has done.
CREATE INDEX audit_entry_actor_kind ON audit_entry (actor_id, object_kind, at, id);
CREATE INDEX audit_entry_reason_actor ON audit_entry (actor_id, at, id) WHERE reason <> '';
CREATE INDEX audit_entry_reason_kind ON audit_entry (object_kind, at, id) WHERE reason <> '';
