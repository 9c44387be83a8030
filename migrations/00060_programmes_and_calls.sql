-- +goose Up
-- What grants are given for, and by which rules. Nothing is deleted; a programme that is no more is ended.
CREATE TABLE programme (
    id             text PRIMARY KEY,
    name           text NOT NULL,
    sort_key       bytea NOT NULL, -- the name, folded in Swedish order
    kind           text NOT NULL, -- association: recurring, by formula; innovation: one pot, by assessment
    purpose        text NOT NULL,
    legal_basis    text NOT NULL,
    account        text NOT NULL, -- of the budget
    decision_maker text NOT NULL, -- board, delegation
    decided_by     text NOT NULL, -- which board, or who decides by delegation
    years          integer NOT NULL, -- how many years a grant is for
    needs_direction boolean NOT NULL, -- the board decides a direction before a call is prepared
    de_minimis     boolean NOT NULL, -- grants are state aid of lesser importance
    is_assessed    boolean NOT NULL, -- assessors score the applications
    rules          text NOT NULL, -- JSON: who may apply, what being late costs, own part, least and most (rule.go)
    form           text NOT NULL, -- JSON: questions to those who apply
    report_form    text NOT NULL, -- JSON: questions to those who report back
    criteria       text NOT NULL, -- JSON: what assessors score by
    pots           text NOT NULL, -- JSON: the formula
    ended_on       date,
    added_at       timestamp NOT NULL,
    version        integer NOT NULL
);
CREATE INDEX programme_order ON programme (sort_key, id);

-- Guidelines as they were from a day on. What applied on a day is the latest that had begun then.
CREATE TABLE guideline (
    id           text PRIMARY KEY,
    programme_id text NOT NULL REFERENCES programme (id),
    starts_on    date, -- null until it has been decided
    wanted_from  date, -- of a proposal: when it shall begin
    body         text NOT NULL,
    state        text NOT NULL DEFAULT 'draft', -- draft, proposed, decided, rejected
    answer       text NOT NULL DEFAULT '', -- why the board refused it or wanted it done anew
    decided_on   date, -- null while it is a proposal
    decided_by   text NOT NULL, -- which board, and paragraph
    case_key     text, -- the case that it is put to the board in; null for none
    made_at      timestamp NOT NULL,
    version      integer NOT NULL
);
CREATE INDEX guideline_of ON guideline (programme_id, starts_on);

-- A call for applications. What is asked and scored is the programme's until the call is scheduled, and then as it was.
CREATE TABLE grant_call (
    id               text PRIMARY KEY,
    programme_id     text NOT NULL REFERENCES programme (id),
    title            text NOT NULL,
    year             integer NOT NULL,
    state            text NOT NULL, -- see call.go
    direction        text NOT NULL, -- what the board wants with it
    direction_case   text, -- the case in which the board decides the direction
    opens_at         timestamp, -- null until it is known
    closes_at        timestamp, -- the last moment is the one before it
    decision_on      date, -- the board's meeting
    report_due_on    date,
    contact          text NOT NULL, -- whom to ask
    form             text NOT NULL, -- JSON
    report_form      text NOT NULL, -- JSON
    criteria         text NOT NULL, -- JSON
    rules            text NOT NULL, -- JSON
    pots             text NOT NULL, -- JSON
    copied_from      text REFERENCES grant_call (id),
    cancelled_why    text NOT NULL,
    answer           text NOT NULL DEFAULT '', -- what the board said of the direction when it wanted it done anew
    first_closes_at  timestamp, -- before the time was made longer; null when it was not
    longer_why       text NOT NULL DEFAULT '', -- why it was
    added_at         timestamp NOT NULL,
    version          integer NOT NULL
);
CREATE INDEX grant_call_of ON grant_call (programme_id, year);
CREATE INDEX grant_call_opens ON grant_call (state, opens_at);
CREATE INDEX grant_call_closes ON grant_call (state, closes_at);

-- How much may be given, by account and year.
CREATE TABLE call_frame (
    call_id text NOT NULL REFERENCES grant_call (id),
    account text NOT NULL,
    year    integer NOT NULL,
    amount  bigint NOT NULL, -- öre
    PRIMARY KEY (call_id, account, year)
);
