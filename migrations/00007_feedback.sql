-- +goose Up
-- What people have told about faults in accessibility. Anybody may write, signed in or not.
CREATE TABLE feedback (
    id          text PRIMARY KEY,
    message     text NOT NULL,
    page        text NOT NULL, -- the address it is about, as written; may be empty
    reply_to    text NOT NULL, -- where the sender wants an answer; may be empty
    received_at timestamp NOT NULL,
    done_by     text,
    done_at     timestamp
);
CREATE INDEX feedback_received ON feedback (received_at, id);

-- Nobody can sign in as an account that is closed. It stays, since what it did stays.
ALTER TABLE account ADD COLUMN closed_at timestamp;

-- Whose password the link sets; null for the link that makes the first administrator.
ALTER TABLE sign_in_link ADD COLUMN account_id text REFERENCES account (id);
