-- +goose Up
-- Calendars that programs fetch by themselves. Whoever knows the secret in the address may read, so only its hash is kept;
-- a feed that is revoked is removed, and one that is made anew gets another secret. One row without a secret, whose key is
-- "public", is the calendar that everybody may read.
CREATE TABLE calendar_feed (
    id           text PRIMARY KEY,
    account_id   text UNIQUE REFERENCES account (id), -- whose own calendar it is
    network_id   text UNIQUE,                         -- or of which network it is
    secret_hash  text UNIQUE,
    made_at      timestamp NOT NULL,
    fetched_on   date,                                -- the last day it was fetched; not when, nor by whom
    content_hash text NOT NULL,                       -- of what was fetched last; empty before that
    content_at   timestamp                            -- when it was first like that
);
