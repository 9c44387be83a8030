-- +goose Up
-- A key pair that signs somebody in. The program knows only its public half (in credential, as JSON); the other never
-- leaves the person's device.
CREATE TABLE passkey (
    id            text PRIMARY KEY,
    account_id    text NOT NULL REFERENCES account (id),
    credential_id text NOT NULL UNIQUE, -- base64url
    credential    text NOT NULL,
    name          text NOT NULL, -- what the person calls it
    added_at      timestamp NOT NULL,
    used_at       timestamp
);
CREATE INDEX passkey_account ON passkey (account_id);

-- What a browser has been asked to sign, once. Only the hash of its cookie is kept.
CREATE TABLE passkey_challenge (
    token_hash text PRIMARY KEY,
    account_id text REFERENCES account (id), -- who adds a passkey; empty when somebody signs in
    asked      text NOT NULL, -- what the library remembers of it, as JSON
    ends_at    timestamp NOT NULL
);
CREATE INDEX passkey_challenge_account ON passkey_challenge (account_id);
CREATE INDEX passkey_challenge_ends ON passkey_challenge (ends_at);
