-- +goose Up
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
    refusal         text NOT NULL DEFAULT '', -- kind of reason why it is inadmissible or dismissed (officer.go); empty otherwise
    filled          text NOT NULL DEFAULT '{}', -- JSON: where answers that nobody has looked at yet were filled in from, by question
    begun_at        timestamp NOT NULL,
    changed_at      timestamp NOT NULL,
    version         integer NOT NULL
);
CREATE INDEX application_of_call ON application (call_id, state, id);
CREATE INDEX application_of_organisation ON application (organisation_id, call_id);
CREATE INDEX application_sent ON application (submitted_at, id);
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
    account_id     text REFERENCES account (id), -- who looked
    checked_at     timestamp NOT NULL,
    PRIMARY KEY (application_id, point)
);
CREATE INDEX application_check_account ON application_check (account_id);

-- Steps of the form that have been saved, each with a version of its own: several people work on different steps at once.
CREATE TABLE application_step (
    application_id text NOT NULL REFERENCES application (id),
    section        text NOT NULL, -- its key in the form
    account_id     text NOT NULL REFERENCES account (id), -- who saved it last
    saved_at       timestamp NOT NULL,
    version        integer NOT NULL,
    PRIMARY KEY (application_id, section)
);
CREATE INDEX application_step_account ON application_step (account_id);

-- Files among the answers. One that has been sent stays with its version.
CREATE TABLE application_file (
    application_id text NOT NULL REFERENCES application (id),
    sha256         text NOT NULL REFERENCES file_content (sha256),
    name           text NOT NULL,
    media          text NOT NULL,
    account_id     text NOT NULL REFERENCES account (id), -- who sent it
    sent_at        timestamp NOT NULL,
    PRIMARY KEY (application_id, sha256)
);
CREATE INDEX application_file_content ON application_file (sha256);
CREATE INDEX application_file_account ON application_file (account_id);

-- What officers write to each other about an application. The applicant does not see it.
CREATE TABLE application_note (
    id             text PRIMARY KEY,
    application_id text NOT NULL REFERENCES application (id),
    account_id     text NOT NULL REFERENCES account (id),
    body           text NOT NULL,
    written_at     timestamp NOT NULL
);
CREATE INDEX application_note_of ON application_note (application_id, written_at);
CREATE INDEX application_note_account ON application_note (account_id);
