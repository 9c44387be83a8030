-- +goose Up
-- How often in a row somebody failed to show who they are, seen from one side: an account, an address on the network, a
-- browser where the account has signed in before. What the side is stands only as a hash; rows go when they no longer count.
CREATE TABLE sign_in_attempt (
    side     text NOT NULL, -- account, address, device, link
    subject  text NOT NULL,
    failures integer NOT NULL,
    last_at  timestamp NOT NULL,
    told     boolean NOT NULL, -- the audit trail tells that the limit was reached
    PRIMARY KEY (side, subject)
);
CREATE INDEX sign_in_attempt_last ON sign_in_attempt (last_at);

-- A browser where the account has signed in. Only the hash of its cookie is kept.
CREATE TABLE known_device (
    account_id text NOT NULL REFERENCES account (id),
    token_hash text NOT NULL,
    seen_at    timestamp NOT NULL,
    PRIMARY KEY (account_id, token_hash)
);
CREATE INDEX known_device_token ON known_device (token_hash);
