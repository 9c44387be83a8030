-- +goose Up
-- What has been granted, and what is paid of it. An advance on a year that is not decided yet is kept the same way.
CREATE TABLE given_grant (
    id              text PRIMARY KEY,
    application_id  text NOT NULL REFERENCES application (id),
    call_id         text NOT NULL REFERENCES grant_call (id),
    organisation_id text NOT NULL REFERENCES organisation (id),
    kind            text NOT NULL, -- award, advance
    first_year      integer NOT NULL,
    amount          bigint NOT NULL, -- öre
    decided_on      date NOT NULL,
    conditions      text NOT NULL,
    state           text NOT NULL, -- see states.go
    state_why       text NOT NULL,
    pay_kind        text NOT NULL, -- bankgiro, plusgiro, iban; empty until it is known
    pay_number      text NOT NULL,
    accepted_at     timestamp,
    opened_at       timestamp NOT NULL,
    version         integer NOT NULL,
    UNIQUE (application_id, kind, first_year)
);
CREATE INDEX given_grant_of_organisation ON given_grant (organisation_id, opened_at);
CREATE INDEX given_grant_of_call ON given_grant (call_id, state);

-- Who has accepted a grant for the organisation, and to which account it is to be paid.
CREATE TABLE grant_signature (
    grant_id   text NOT NULL REFERENCES given_grant (id),
    account_id text NOT NULL REFERENCES account (id),
    pay_kind   text NOT NULL,
    pay_number text NOT NULL,
    signed_at  timestamp NOT NULL,
    PRIMARY KEY (grant_id, account_id)
);
CREATE INDEX grant_signature_of ON grant_signature (account_id);

-- The years of a grant. Together they are what was granted.
CREATE TABLE grant_year (
    grant_id    text NOT NULL REFERENCES given_grant (id),
    year        integer NOT NULL,
    amount      bigint NOT NULL, -- öre, as granted
    off         bigint NOT NULL, -- öre, by which it has been reduced
    state       text NOT NULL,
    why         text NOT NULL, -- it was reduced or cancelled
    members     integer, -- what the organisation has told of the year
    answer      text NOT NULL,
    answered_at timestamp,
    PRIMARY KEY (grant_id, year)
);

-- Payment files. What stands in one is kept as it was, so that it can be fetched again as the same bytes.
CREATE TABLE payment_batch (
    id         text PRIMARY KEY,
    number     bigint NOT NULL UNIQUE, -- without gaps
    execute_on date NOT NULL,
    content    text NOT NULL, -- JSON, see order.go
    made_by    text NOT NULL, -- name
    made_at    timestamp NOT NULL
);

-- What is claimed back of a grant.
CREATE TABLE reclaim (
    id         text PRIMARY KEY,
    grant_id   text NOT NULL REFERENCES given_grant (id),
    amount     bigint NOT NULL, -- öre
    settled    bigint NOT NULL, -- öre, repaid or set off
    grounds    text NOT NULL,
    state      text NOT NULL,
    why        text NOT NULL, -- of the latest step
    reply_by   date,
    reply      text NOT NULL,
    replied_at timestamp,
    invoice    text NOT NULL, -- its number
    settled_on date,
    opened_at  timestamp NOT NULL,
    version    integer NOT NULL
);
CREATE INDEX reclaim_of ON reclaim (grant_id, opened_at);
CREATE INDEX reclaim_state ON reclaim (state, opened_at);

-- Payments of a year.
CREATE TABLE instalment (
    id         text PRIMARY KEY,
    grant_id   text NOT NULL REFERENCES given_grant (id),
    year       integer NOT NULL,
    amount     bigint NOT NULL, -- öre
    state      text NOT NULL,
    due_on     date NOT NULL, -- not paid before
    is_advance boolean NOT NULL, -- may be paid before the year is released
    ready_by   text REFERENCES account (id), -- who prepared it, and attests it never
    first_by   text REFERENCES account (id),
    first_at   timestamp,
    second_by  text REFERENCES account (id),
    second_at  timestamp,
    batch_id   text REFERENCES payment_batch (id),
    reclaim_id text REFERENCES reclaim (id), -- that it was set off against; null for an advance that had been paid
    paid_on    date,
    why        text NOT NULL, -- of the latest step
    FOREIGN KEY (grant_id, year) REFERENCES grant_year (grant_id, year)
);
CREATE INDEX instalment_of ON instalment (grant_id, year, due_on);
CREATE INDEX instalment_state ON instalment (state, due_on);
CREATE INDEX instalment_batch ON instalment (batch_id);

-- Who pays: one row, when somebody has told.
CREATE TABLE payment_setting (
    id      integer PRIMARY KEY,
    payer   text NOT NULL,
    number  text NOT NULL, -- of the organisation
    iban    text NOT NULL,
    bic     text NOT NULL,
    version integer NOT NULL
);
