-- +goose Up
-- Work that comes back, and how it went the last time. River's own tables are made by the step before.
CREATE TABLE periodic_job (
    name       text PRIMARY KEY,
    next_at    timestamp NOT NULL,
    started_at timestamp,
    ended_at   timestamp,
    error      text NOT NULL
);

-- E-mail that waits to be sent, and what became of it. The text is taken away once it is sent: it may hold a link that
-- lets somebody in.
CREATE TABLE mail (
    id         text PRIMARY KEY,
    once       text UNIQUE,       -- what keeps the same mail from being queued twice; null for nothing
    kind       text NOT NULL,     -- what it is about
    recipient  text NOT NULL,
    account_id text REFERENCES account (id), -- whose address it is, when somebody's
    subject    text NOT NULL,
    body       text NOT NULL,     -- empty once sent or cancelled
    state      text NOT NULL,     -- waiting, sent, failed, cancelled
    tries      integer NOT NULL,
    queued_at  timestamp NOT NULL,
    held_until timestamp,         -- while one copy of the program is sending it
    next_at    timestamp NOT NULL, -- when it is tried next; meant for people to read
    ended_at   timestamp,
    fault      text NOT NULL,     -- why the last try failed: unreachable, unsafe, sign_in, later, refused; empty for none
    answer     text NOT NULL      -- what the server said then
);
CREATE INDEX mail_state ON mail (state, queued_at, id);
