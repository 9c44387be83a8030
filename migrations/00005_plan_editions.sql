-- +goose Up
-- What a part of an edition was carried over from in the edition before; null when it is new. No foreign key: when the
-- part before is taken away, what came of it stays and counts as new.
ALTER TABLE goal ADD COLUMN carried_from text;
ALTER TABLE activity ADD COLUMN carried_from text;
ALTER TABLE indicator ADD COLUMN carried_from text;
CREATE INDEX plan_predecessor ON plan (predecessor_id);

-- Until now the public could read every current plan; what was shown stays shown.
UPDATE plan SET published_at = accepted_at WHERE status = 'current';
