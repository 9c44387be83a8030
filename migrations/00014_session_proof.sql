-- +goose Up
-- How somebody showed who they are, and when they last did.
ALTER TABLE session ADD COLUMN way text NOT NULL DEFAULT 'password';
ALTER TABLE session ADD COLUMN proved_at timestamp;
UPDATE session SET proved_at = started_at;
