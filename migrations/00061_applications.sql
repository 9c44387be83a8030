-- +goose Up
-- Series of numbers without gaps, such as diary numbers. A number is taken by who needs it, in the transaction that needs it.
CREATE TABLE number_series (
    series text PRIMARY KEY,
    last   bigint NOT NULL
);

-- Applications, from the first saved answer to the decision.
CREATE TABLE application (
    id              text PRIMARY KEY,
    call_id         text NOT NULL REFERENCES grant_call (id),
    organisation_id text NOT NULL REFERENCES organisation (id),
    state           text NOT NULL, -- see application.go
    title           text NOT NULL, -- what it is for, in short
    answers         text NOT NULL, -- JSON, as they stand now
    requested       bigint NOT NULL, -- öre; from the answers
    diary_number    text UNIQUE, -- when it was sent
    submitted_at    timestamp, -- when the server received it whole
    days_late       integer NOT NULL, -- 0 in time
    late_taken      text NOT NULL, -- why a late one is taken all the same; empty when nobody has said so
    officer_id      text REFERENCES account (id), -- who handles it
    decided_amount  bigint, -- öre; null before the decision
    begun_at        timestamp NOT NULL,
    changed_at      timestamp NOT NULL,
    version         integer NOT NULL
);
CREATE INDEX application_of_call ON application (call_id, state, id);
CREATE INDEX application_of_organisation ON application (organisation_id, call_id);
CREATE INDEX application_officer ON application (officer_id, state);

-- People who work on an application.
CREATE TABLE application_person (
    application_id text NOT NULL REFERENCES application (id),
    account_id     text NOT NULL REFERENCES account (id),
    added_at       timestamp NOT NULL,
    PRIMARY KEY (application_id, account_id)
);
CREATE INDEX application_person_of ON application_person (account_id);

-- What was sent, as it was. Never changed: the hash is over the content.
CREATE TABLE application_version (
    application_id text NOT NULL REFERENCES application (id),
    number         integer NOT NULL, -- from 1; a completion makes the next
    content        text NOT NULL, -- JSON: the form and the answers
    sha256         text NOT NULL,
    sent_at        timestamp NOT NULL,
    PRIMARY KEY (application_id, number)
);

-- Who has signed which content. With other content the signature is of no use.
CREATE TABLE application_signature (
    application_id text NOT NULL REFERENCES application (id),
    sha256         text NOT NULL,
    account_id     text NOT NULL REFERENCES account (id),
    signed_at      timestamp NOT NULL,
    PRIMARY KEY (application_id, sha256, account_id)
);
CREATE INDEX application_signature_of ON application_signature (account_id);

-- What the authority and the applicant write to each other, completions asked for among it.
CREATE TABLE application_message (
    id             text PRIMARY KEY,
    application_id text NOT NULL REFERENCES application (id),
    from_applicant boolean NOT NULL,
    account_id     text REFERENCES account (id), -- null when the program wrote it
    body           text NOT NULL,
    due_on         date, -- of a completion that is asked for
    answered_at    timestamp, -- when it came
    sent_at        timestamp NOT NULL
);
CREATE INDEX application_message_of ON application_message (application_id, sent_at);
CREATE INDEX application_message_account ON application_message (account_id);
CREATE INDEX application_message_due ON application_message (due_on) WHERE answered_at IS NULL;

-- What an officer has ticked and found when looking whether an application is complete.
CREATE TABLE application_check (
    application_id text NOT NULL REFERENCES application (id),
    point          text NOT NULL,
    is_right       boolean NOT NULL,
    note           text NOT NULL,
    checked_at     timestamp NOT NULL,
    PRIMARY KEY (application_id, point)
);
