-- +goose Up
-- Somebody signed in. Only the hash of the token is kept: whoever reads the table cannot sign in with it.
CREATE TABLE session (
    token_hash text PRIMARY KEY,
    account_id text NOT NULL REFERENCES account (id),
    started_at timestamp NOT NULL,
    seen_at    timestamp NOT NULL,
    ends_at    timestamp NOT NULL
);
CREATE INDEX session_account ON session (account_id);

-- A link that lets one person in once, such as the first administrator.
CREATE TABLE sign_in_link (
    token_hash text PRIMARY KEY,
    purpose    text NOT NULL, -- first_administrator
    made_at    timestamp NOT NULL,
    ends_at    timestamp NOT NULL,
    used_at    timestamp
);
