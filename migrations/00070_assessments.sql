-- +goose Up
-- What an assessor thinks of an application. A row that has been ended is read and scored by nobody; assigned anew it goes on
-- where it was.
CREATE TABLE application_assessment (
    id             text PRIMARY KEY,
    application_id text NOT NULL REFERENCES application (id),
    assessor_id    text NOT NULL REFERENCES account (id),
    state          text NOT NULL, -- see grants/assessment
    scores         text NOT NULL, -- JSON: steps by the criteria's keys
    comments       text NOT NULL, -- JSON: texts by the criteria's keys
    overall        text NOT NULL, -- about the whole application
    sent_back_why  text NOT NULL, -- what an officer asked for last
    assigned_at    timestamp NOT NULL,
    changed_at     timestamp NOT NULL,
    submitted_at   timestamp, -- the last time
    reminded_on    date,
    ended_at       timestamp, -- an officer took the assignment away
    ended_why      text NOT NULL,
    version        integer NOT NULL,
    UNIQUE (application_id, assessor_id)
);
CREATE INDEX application_assessment_of ON application_assessment (assessor_id, state);

-- Who has a conflict of interest in which application: assessors and officers alike. It stays.
CREATE TABLE recusal (
    application_id text NOT NULL REFERENCES application (id),
    account_id     text NOT NULL REFERENCES account (id),
    reason         text NOT NULL,
    declared_at    timestamp NOT NULL,
    PRIMARY KEY (application_id, account_id)
);
CREATE INDEX recusal_of ON recusal (account_id);

-- The last day of a call's assessments.
CREATE TABLE assessment_round (
    call_id text PRIMARY KEY REFERENCES grant_call (id),
    due_on  date NOT NULL,
    version integer NOT NULL
);
