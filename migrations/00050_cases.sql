-- +goose Up
-- Elected bodies that decide, and who is elected to them. Nothing is deleted: a member's time ends.
CREATE TABLE board (
    id      text PRIMARY KEY,
    name    text NOT NULL,
    version integer NOT NULL
);
CREATE TABLE board_member (
    id         text PRIMARY KEY,
    board_id   text NOT NULL REFERENCES board (id),
    name       text NOT NULL,
    office     text NOT NULL,
    account_id text REFERENCES account (id), -- null when the member does not sign in here
    from_on    date NOT NULL,
    until_on   date -- the last day; null while it goes on
);
CREATE INDEX board_member_of ON board_member (board_id, from_on);
CREATE INDEX board_member_account ON board_member (account_id);

-- How diary numbers are written: one row, and none before somebody has said it.
CREATE TABLE diary_series (
    place   integer PRIMARY KEY CHECK (place = 1),
    pattern text NOT NULL
);
-- The last number given in each series. It is raised in the transaction that needs a number, so none is lost by a
-- rollback and none is given twice.
CREATE TABLE diary_number (
    series text PRIMARY KEY,
    last   integer NOT NULL
);

-- Matters put to the politicians. Their state changes only by acts, each of which stands in case_event.
CREATE TABLE board_case (
    id                 text PRIMARY KEY,
    diary_number       text NOT NULL UNIQUE,
    title              text NOT NULL,
    kind               text NOT NULL, -- of the records that it leaves in the plans; empty for none
    points             text NOT NULL, -- JSON: what the board is proposed to decide
    summary            text NOT NULL,
    background         text NOT NULL,
    material           text NOT NULL, -- JSON: figures and tables with their sources
    source_kind        text NOT NULL, -- who is told of the decision; empty for nobody
    source_id          text NOT NULL,
    indicator_ids      text NOT NULL, -- JSON
    state              text NOT NULL,
    round              integer NOT NULL,
    presented_on       date,
    submitted_on       date,
    appeal_until       date,
    record_id          text NOT NULL, -- the proposal as a record; empty when there is none
    decision_record_id text NOT NULL,
    created_at         timestamp NOT NULL,
    version            integer NOT NULL
);
CREATE INDEX board_case_latest ON board_case (created_at, id);
CREATE INDEX board_case_state ON board_case (state, created_at, id);
CREATE INDEX board_case_source ON board_case (source_kind, source_id);

CREATE TABLE case_event (
    case_id      text NOT NULL REFERENCES board_case (id),
    position     integer NOT NULL,
    act          text NOT NULL,
    before_state text NOT NULL,
    after_state  text NOT NULL,
    round        integer NOT NULL,
    day          date NOT NULL,
    actor_name   text NOT NULL,
    why          text NOT NULL,
    at           timestamp NOT NULL,
    PRIMARY KEY (case_id, position)
);

-- The documents of each round. Those of a round that was submitted never change.
CREATE TABLE case_file (
    case_id  text NOT NULL REFERENCES board_case (id),
    round    integer NOT NULL,
    position integer NOT NULL,
    name     text NOT NULL,
    media    text NOT NULL,
    sha256   text NOT NULL REFERENCES file_content (sha256),
    PRIMARY KEY (case_id, round, position)
);
CREATE INDEX case_file_content ON case_file (sha256);

-- What the board was given to read, frozen, with the checksum of the text.
CREATE TABLE case_submission (
    case_id  text NOT NULL REFERENCES board_case (id),
    round    integer NOT NULL,
    snapshot text NOT NULL,
    sha256   text NOT NULL,
    day      date NOT NULL,
    PRIMARY KEY (case_id, round)
);
