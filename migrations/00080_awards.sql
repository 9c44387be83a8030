-- +goose Up
-- How the money of a call is proposed to be divided. One for each call; what is decided is never changed.
CREATE TABLE allocation (
    id         text PRIMARY KEY,
    call_id    text NOT NULL UNIQUE REFERENCES grant_call (id),
    state      text NOT NULL, -- see awards.go
    pots       text NOT NULL, -- JSON: the formula as it was last applied; [] before that
    wordings   text NOT NULL, -- JSON: what letters say
    appeal     text NOT NULL, -- how a decision is appealed: legality, authority or none
    made_by    text REFERENCES account (id), -- null when the program did it
    changed_by text REFERENCES account (id), -- who last changed an amount or a text
    checked_by text REFERENCES account (id), -- null when nobody has, or something has changed since
    checked_at timestamp,
    checked    text NOT NULL, -- JSON: the amounts as they were when they were last checked
    signed_by  text REFERENCES account (id), -- who decided by delegation
    decided_on date,
    made_at    timestamp NOT NULL,
    version    integer NOT NULL
);
CREATE INDEX allocation_made_by ON allocation (made_by);
CREATE INDEX allocation_changed_by ON allocation (changed_by);
CREATE INDEX allocation_checked_by ON allocation (checked_by);
CREATE INDEX allocation_signed_by ON allocation (signed_by);

-- A row for each application.
CREATE TABLE allocation_row (
    application_id text PRIMARY KEY REFERENCES application (id),
    allocation_id  text NOT NULL REFERENCES allocation (id),
    account        text NOT NULL, -- of the budget
    part           integer NOT NULL, -- 0 with the others; else the case of its own that the row is decided in
    category       text NOT NULL,
    formula        bigint, -- öre that the formula gave, for all years; null before one is applied
    proposed       bigint, -- öre, for all years; null until somebody has said so
    reason         text NOT NULL, -- why less than was applied for; see row.go
    words          text NOT NULL, -- the same in own words
    conditions     text NOT NULL,
    board_amount   bigint, -- öre, as the board changed it; null for no change
    is_decided     boolean NOT NULL
);
CREATE INDEX allocation_row_of ON allocation_row (allocation_id);

-- The cases that a proposal is put to the board in. Most have one.
CREATE TABLE allocation_part (
    allocation_id text NOT NULL REFERENCES allocation (id),
    part          integer NOT NULL,
    case_id       text NOT NULL UNIQUE REFERENCES board_case (id),
    state         text NOT NULL, -- submitted_to_board and what follows
    PRIMARY KEY (allocation_id, part)
);

-- What an applicant has been told. Written once, in the decision's transaction.
CREATE TABLE award_letter (
    application_id text PRIMARY KEY REFERENCES application (id),
    allocation_id  text NOT NULL REFERENCES allocation (id),
    subject        text NOT NULL,
    body           text NOT NULL,
    amount         bigint NOT NULL, -- öre; 0 for nothing
    decided_on     date NOT NULL
);
CREATE INDEX award_letter_of ON award_letter (allocation_id);
