-- +goose Up
-- Who an account is at a provider of identities. The subject is what the provider calls the person; where that is, or may
-- be, a personal identity number, only a keyed hash of it stands here.
CREATE TABLE account_identity (
    id         text PRIMARY KEY,
    account_id text NOT NULL REFERENCES account (id),
    provider   text NOT NULL, -- its key in the settings
    subject    text NOT NULL,
    added_at   timestamp NOT NULL,
    UNIQUE (provider, subject)
);
CREATE INDEX account_identity_account ON account_identity (account_id);

-- Somebody is on their way to a provider and back. A row is taken away when they come back.
CREATE TABLE sign_in_pending (
    state_hash   text PRIMARY KEY,
    browser_hash text NOT NULL, -- of a cookie: only the same browser comes back
    provider     text NOT NULL,
    nonce        text NOT NULL,
    verifier     text NOT NULL,
    back         text NOT NULL,
    account_id   text REFERENCES account (id), -- whose identity it becomes; null when somebody signs in
    ends_at      timestamp NOT NULL
);
CREATE INDEX sign_in_pending_ends ON sign_in_pending (ends_at);

-- Keys that the program has made for this installation.
CREATE TABLE program_secret (
    name    text PRIMARY KEY,
    value   text NOT NULL,
    made_at timestamp NOT NULL
);
