-- +goose Up
-- The order of a plan's parts where it is another than that of their numbers: 0 everywhere until somebody moves one.
-- What is taken away stays, so that its number is not used again and its records keep what they counted towards.
ALTER TABLE goal ADD COLUMN position integer NOT NULL DEFAULT 0;
ALTER TABLE goal ADD COLUMN removed_at timestamp;
ALTER TABLE activity ADD COLUMN position integer NOT NULL DEFAULT 0;
ALTER TABLE activity ADD COLUMN removed_at timestamp;
ALTER TABLE indicator ADD COLUMN position integer NOT NULL DEFAULT 0;
ALTER TABLE indicator ADD COLUMN removed_at timestamp;
