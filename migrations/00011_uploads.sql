-- +goose Up
-- Files sent with a form that may never be finished. What nothing refers to is thrown away after a while.
CREATE TABLE upload (
    sha256  text PRIMARY KEY REFERENCES file_content (sha256),
    sent_at timestamp NOT NULL
);
CREATE INDEX upload_sent ON upload (sent_at);
