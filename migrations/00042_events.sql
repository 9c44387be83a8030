-- +goose Up
-- Events for many: seminars, workshops, conferences, information days, tender schools. Times are instants in UTC; people
-- see and write them as the clock shows in Stockholm.
CREATE TABLE event (
    id                 text PRIMARY KEY,
    kind               text NOT NULL,
    title              text NOT NULL,
    description        text NOT NULL,
    starts_at          timestamp NOT NULL,
    ends_at            timestamp NOT NULL,
    place              text NOT NULL,
    link               text NOT NULL, -- where it is followed from a distance
    organiser          text NOT NULL,
    contact            text NOT NULL, -- the address that those who register may write to
    places             integer NOT NULL, -- 0: no limit
    opens_at           timestamp, -- registration; null: when it is published
    closes_at          timestamp, -- null: when it begins
    invited_only       boolean NOT NULL, -- stands in no list; registration needs the invitation
    invitation         text NOT NULL, -- what the address of an invitation holds
    programme          text NOT NULL, -- JSON: lines with time, title, speaker, note
    indicators         text NOT NULL, -- JSON: keys of those that count it; empty when rules decide
    tags               text NOT NULL, -- JSON
    state              text NOT NULL, -- draft, published, held, cancelled
    was_published      boolean NOT NULL, -- calendars have had it
    cancelled_why      text NOT NULL,
    held_on            date,
    head_count         integer,
    record_id          text REFERENCES record (id), -- what holding it is evidence of
    questions          text NOT NULL, -- JSON: those of the evaluation
    evaluation_sent_at timestamp,
    evaluation_sent    integer NOT NULL, -- how many were asked
    changed_at         timestamp NOT NULL,
    version            integer NOT NULL
);
CREATE INDEX event_order ON event (starts_at, id);

-- Who sees what those who register need: food, accessibility.
CREATE TABLE event_handler (
    event_id   text NOT NULL REFERENCES event (id),
    account_id text NOT NULL REFERENCES account (id),
    chosen_at  timestamp NOT NULL,
    PRIMARY KEY (event_id, account_id)
);
CREATE INDEX event_handler_account ON event_handler (account_id);

-- People who have registered, or who came without. They may be taken away: no more is kept about people than is needed.
CREATE TABLE event_registration (
    id              text PRIMARY KEY,
    event_id        text NOT NULL REFERENCES event (id),
    name            text NOT NULL,
    email           text NOT NULL, -- in small letters; empty for somebody who came without registering
    organisation    text NOT NULL, -- as written
    organisation_id text REFERENCES organisation (id), -- when it was found in the register
    needs           text NOT NULL, -- sensitive; taken away 30 days after the event
    state           text NOT NULL, -- placed, waiting, cancelled
    at_door         boolean NOT NULL, -- came without registering: takes none of the places
    place_in_line   bigint NOT NULL, -- who comes first, waits first
    came            boolean NOT NULL,
    token           text NOT NULL UNIQUE, -- what the person's own link holds; every mail says it again, so it is kept as it is
    language        text NOT NULL, -- of mails
    consented_at    timestamp, -- null when an officer wrote it down
    registered_at   timestamp NOT NULL,
    keep_from       timestamp NOT NULL, -- the event's end, from which its time to be kept is counted
    version         integer NOT NULL
);
CREATE UNIQUE INDEX event_registration_address ON event_registration (event_id, email) WHERE state <> 'cancelled' AND email <> '';
CREATE INDEX event_registration_line ON event_registration (event_id, state, place_in_line);
CREATE INDEX event_registration_lately ON event_registration (event_id, registered_at);
CREATE INDEX event_registration_email ON event_registration (email, registered_at);
CREATE INDEX event_registration_kept ON event_registration (keep_from);
CREATE INDEX event_registration_organisation ON event_registration (organisation_id);

-- Links to an evaluation that have not been used. Nothing tells whose they are, and they go when an answer comes.
CREATE TABLE event_evaluation_link (
    token_hash text PRIMARY KEY,
    event_id   text NOT NULL REFERENCES event (id)
);
CREATE INDEX event_evaluation_link_of ON event_evaluation_link (event_id);

-- Answers. Their keys are random and they have no time, so that nothing tells in which order they came.
CREATE TABLE event_evaluation_answer (
    id       text PRIMARY KEY,
    event_id text NOT NULL REFERENCES event (id),
    answers  text NOT NULL -- JSON: by the question's key
);
CREATE INDEX event_evaluation_answer_of ON event_evaluation_answer (event_id, id);

-- What it costs and who pays, in whole öre.
CREATE TABLE event_money (
    id        text PRIMARY KEY,
    event_id  text NOT NULL REFERENCES event (id),
    side      text NOT NULL, -- cost, financing
    title     text NOT NULL, -- for financing: who finances
    planned   bigint NOT NULL,
    outcome   bigint, -- null: not known yet
    version   integer NOT NULL
);
CREATE INDEX event_money_of ON event_money (event_id, side, id);
