-- +goose Up
-- The secret that a one-time code is made of (RFC 6238). It counts once it is confirmed. last_step is the last stretch of
-- thirty seconds whose code has been used: a code works once.
CREATE TABLE account_totp (
    account_id   text PRIMARY KEY REFERENCES account (id),
    secret       text NOT NULL,
    made_at      timestamp NOT NULL,
    confirmed_at timestamp,
    last_step    bigint NOT NULL
);

-- Codes for somebody whose telephone is gone. Only their hashes are kept.
CREATE TABLE account_recovery_code (
    account_id text NOT NULL REFERENCES account (id),
    code_hash  text NOT NULL,
    used_at    timestamp,
    PRIMARY KEY (account_id, code_hash)
);
