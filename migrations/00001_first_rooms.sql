-- +goose Up
-- People and programs that act. A password is kept only as an argon2id hash.
CREATE TABLE account (
    id            text PRIMARY KEY,
    name          text NOT NULL,
    email         text NOT NULL UNIQUE, -- folded to lower case
    role          text NOT NULL,        -- administrator, officer, reader
    password_hash text,
    created_at    timestamp NOT NULL
);

-- The audit trail. seq, previous and hash are null until the entry is sealed.
CREATE TABLE audit_entry (
    id          text PRIMARY KEY,
    at          timestamp NOT NULL,
    actor_kind  text NOT NULL, -- account, system_user, program
    actor_id    text NOT NULL,
    actor_name  text NOT NULL,
    action      text NOT NULL,
    object_kind text NOT NULL,
    object_id   text NOT NULL,
    reason      text NOT NULL,
    before      text NOT NULL, -- JSON; empty when the object was made
    after       text NOT NULL, -- JSON; empty when the object was taken away
    seq         bigint UNIQUE,
    previous    text,
    hash        text
);
CREATE INDEX audit_entry_unsealed ON audit_entry (at, id) WHERE seq IS NULL;
CREATE INDEX audit_entry_object ON audit_entry (object_kind, object_id);

CREATE TABLE audit_head (
    id   integer PRIMARY KEY CHECK (id = 1),
    seq  bigint NOT NULL,
    hash text NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');

-- Uploaded files, each content once.
CREATE TABLE file_content (
    sha256 text PRIMARY KEY,
    size   bigint NOT NULL,
    bytes  bytea NOT NULL
);

CREATE TABLE plan (
    id              text PRIMARY KEY,
    key             text NOT NULL UNIQUE,
    title           text NOT NULL,
    period_from     date NOT NULL,
    period_to       date NOT NULL,
    edition         integer NOT NULL,
    predecessor_id  text REFERENCES plan (id),
    status          text NOT NULL, -- draft, current, archived
    adopted_on      date,
    adopted_by      text NOT NULL,
    overall_goal    text NOT NULL,
    introduction    text NOT NULL,
    example         boolean NOT NULL,
    document_name   text NOT NULL,
    document_sha256 text REFERENCES file_content (sha256),
    reading         text NOT NULL, -- JSON: sources, unread lines and warnings of the document
    accepted_at     timestamp
);

CREATE TABLE plan_staff (
    plan_id  text NOT NULL REFERENCES plan (id),
    position integer NOT NULL,
    role     text NOT NULL,
    percent  integer NOT NULL,
    PRIMARY KEY (plan_id, position)
);

CREATE TABLE goal (
    id      text PRIMARY KEY,
    plan_id text NOT NULL REFERENCES plan (id),
    number  integer NOT NULL,
    label   text NOT NULL,
    title   text NOT NULL,
    body    text NOT NULL,
    sources text NOT NULL,
    UNIQUE (plan_id, number)
);

CREATE TABLE activity (
    id           text PRIMARY KEY,
    plan_id      text NOT NULL REFERENCES plan (id),
    goal_id      text NOT NULL REFERENCES goal (id),
    number       integer NOT NULL,
    label        text NOT NULL,
    area         text NOT NULL,
    title        text NOT NULL,
    background   text NOT NULL,
    priority     text NOT NULL,
    window_from  text NOT NULL, -- quarter, 2018-Q1
    window_to    text NOT NULL,
    recurrence   text NOT NULL,
    responsible  text NOT NULL,
    flags        text NOT NULL,
    sources      text NOT NULL,
    UNIQUE (plan_id, number)
);

CREATE TABLE activity_predecessor (
    activity_id    text NOT NULL REFERENCES activity (id),
    predecessor_id text NOT NULL REFERENCES activity (id),
    standing       text NOT NULL, -- proposed, confirmed
    PRIMARY KEY (activity_id, predecessor_id)
);

CREATE TABLE indicator (
    id          text PRIMARY KEY,
    plan_id     text NOT NULL REFERENCES plan (id),
    activity_id text NOT NULL REFERENCES activity (id),
    number      integer NOT NULL,
    label       text NOT NULL,
    body        text NOT NULL,
    rule        text NOT NULL, -- JSON
    owner       text NOT NULL,
    note        text NOT NULL,
    source      text NOT NULL, -- JSON: lines, original text, confidence, flags
    UNIQUE (plan_id, number)
);

-- What was done. A record is never deleted, only voided. Numbers are whole thousandths.
CREATE TABLE record (
    id            text PRIMARY KEY,
    kind          text NOT NULL,
    day           date NOT NULL,
    title         text NOT NULL,
    text          text NOT NULL,
    body          text NOT NULL, -- the organ that decided
    state         text NOT NULL,
    diary_number  text NOT NULL,
    organisations text NOT NULL, -- JSON list of names
    organisation_count integer,
    head_count    integer,
    minutes_spent integer,
    value         bigint,
    numerator     bigint,
    denominator   bigint,
    network       text NOT NULL,
    tags          text NOT NULL, -- JSON list
    addresses     text NOT NULL, -- JSON list of web addresses
    links_fixed   boolean NOT NULL, -- exactly the named indicators count it; rules add none
    recorded_by   text NOT NULL,
    recorded_at   timestamp NOT NULL,
    voided_by     text,
    voided_at     timestamp,
    voided_why    text
);
CREATE INDEX record_day ON record (day, id);
CREATE INDEX record_kind ON record (kind);

CREATE TABLE record_file (
    record_id text NOT NULL REFERENCES record (id),
    position  integer NOT NULL,
    name      text NOT NULL,
    media     text NOT NULL,
    sha256    text NOT NULL REFERENCES file_content (sha256),
    PRIMARY KEY (record_id, position)
);

-- Which records count towards which indicators. An excluded link stays, with its reason.
CREATE TABLE record_link (
    indicator_id text NOT NULL REFERENCES indicator (id),
    record_id    text NOT NULL REFERENCES record (id),
    origin       text NOT NULL, -- rule, person
    excluded     boolean NOT NULL,
    counts_for   date,          -- first day of the period a person has placed it in; null: the day it happened
    reason       text NOT NULL,
    decided_by   text NOT NULL,
    decided_at   timestamp NOT NULL,
    PRIMARY KEY (indicator_id, record_id)
);
CREATE INDEX record_link_record ON record_link (record_id);

-- Counted records grouped by everything a rule looks at, kept in step with record and record_link.
CREATE TABLE tally (
    indicator_id text NOT NULL REFERENCES indicator (id),
    counts_for   date NOT NULL,
    day          date NOT NULL,
    state        text NOT NULL,
    value        bigint NOT NULL, -- -1: none
    n            bigint NOT NULL,
    rated        bigint NOT NULL,
    numerator    bigint NOT NULL,
    denominator  bigint NOT NULL,
    PRIMARY KEY (indicator_id, counts_for, day, state, value)
);

-- Files of records that have been imported, so that the same file is not counted twice.
CREATE TABLE evidence_import (
    id          text PRIMARY KEY,
    plan_id     text NOT NULL REFERENCES plan (id),
    sha256      text NOT NULL,
    rows        bigint NOT NULL,
    imported_by text NOT NULL,
    imported_at timestamp NOT NULL,
    UNIQUE (plan_id, sha256)
);

-- Signed assessments of indicators that are judged, and cells that a person has declared not applicable.
CREATE TABLE assessment (
    id           text PRIMARY KEY,
    indicator_id text NOT NULL REFERENCES indicator (id),
    day          date NOT NULL,
    counts_for   date NOT NULL,
    verdict      text NOT NULL, -- met, not_met, in_progress
    body         text NOT NULL,
    role         text NOT NULL,
    signed_by    text NOT NULL,
    signed_at    timestamp NOT NULL
);
CREATE INDEX assessment_indicator ON assessment (indicator_id);

CREATE TABLE waiver (
    id           text PRIMARY KEY,
    indicator_id text NOT NULL REFERENCES indicator (id),
    cell_from    date NOT NULL,
    day          date NOT NULL,
    reason       text NOT NULL,
    decided_by   text NOT NULL,
    decided_at   timestamp NOT NULL,
    UNIQUE (indicator_id, cell_from)
);
