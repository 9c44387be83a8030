-- +goose Up
-- Groups that the plan is carried out together with: working groups, partnerships, councils. Nothing is deleted; a network
-- that is no more is ended.
CREATE TABLE network (
    id         text PRIMARY KEY,
    name       text NOT NULL,
    sort_key   bytea NOT NULL, -- the name, folded in Swedish order
    kind       text NOT NULL, -- working_group, partnership, dialogue, council, international, other
    purpose    text NOT NULL,
    management text NOT NULL, -- how it is tied to the management group
    web        text NOT NULL,
    is_public  boolean NOT NULL, -- anybody may read of it and of its public meetings
    ended_on   date,
    ended_why  text NOT NULL,
    added_at   timestamp NOT NULL,
    version    integer NOT NULL
);
CREATE INDEX network_order ON network (sort_key, id);

-- Organisations and people that belong to a network, from when to when. An organisation may have somebody who comes for it.
CREATE TABLE network_member (
    id              text PRIMARY KEY,
    network_id      text NOT NULL REFERENCES network (id),
    organisation_id text REFERENCES organisation (id), -- null: a person of their own
    name            text NOT NULL, -- who comes; may be empty for an organisation
    email           text NOT NULL, -- where invitations go; lower case
    role            text NOT NULL, -- chair, vice_chair, secretary, committee, member, deputy
    starts_on       date NOT NULL,
    ends_on         date, -- the last day; null when no end is known
    ended_why       text NOT NULL,
    sort_key        bytea NOT NULL, -- the organisation's name, else the person's
    version         integer NOT NULL
);
CREATE INDEX network_member_of ON network_member (network_id, sort_key, id);
CREATE INDEX network_member_organisation ON network_member (organisation_id);
CREATE INDEX network_member_email ON network_member (email);

-- What meetings a network has, and how many a year are wanted.
CREATE TABLE meeting_type (
    id            text PRIMARY KEY,
    network_id    text NOT NULL REFERENCES network (id),
    name          text NOT NULL,
    kind          text NOT NULL, -- the kind of record that a held meeting is
    wanted        integer NOT NULL, -- meetings a year; 0 when no number is wanted
    minutes       integer NOT NULL, -- how long a meeting usually is
    indicator_ids text NOT NULL, -- JSON: indicators it counts towards; empty: their rules decide
    ended_on      date,
    version       integer NOT NULL
);
CREATE INDEX meeting_type_of ON meeting_type (network_id, name);

-- Meetings that come back: when they are made, each is a meeting of its own that can be moved or cancelled.
CREATE TABLE meeting_series (
    id         text PRIMARY KEY,
    network_id text NOT NULL REFERENCES network (id),
    type_id    text NOT NULL REFERENCES meeting_type (id),
    pattern    text NOT NULL, -- JSON
    made_at    timestamp NOT NULL
);

CREATE TABLE meeting (
    id                 text PRIMARY KEY,
    network_id         text NOT NULL REFERENCES network (id),
    type_id            text NOT NULL REFERENCES meeting_type (id),
    series_id          text REFERENCES meeting_series (id),
    series_day         date, -- the day that the series gave it, also when it has been moved
    title              text NOT NULL,
    search_key         text NOT NULL, -- the title, folded
    starts_at          timestamp NOT NULL,
    ends_at            timestamp NOT NULL,
    day                date NOT NULL, -- of its start in Stockholm
    place              text NOT NULL,
    link               text NOT NULL,
    body               text NOT NULL, -- what the invitation says
    is_public          boolean NOT NULL,
    state              text NOT NULL, -- planned, invited, held, adjusted, cancelled
    cancelled_why      text NOT NULL,
    sequence           integer NOT NULL, -- of the event in calendar programs (RFC 5545): grows when time, place or state changes
    head_count         integer, -- people who came; null before it is held
    organisation_count integer,
    minutes            text NOT NULL, -- what was said
    minutes_state      text NOT NULL, -- none, draft, adjusted
    adjusted_on        date,
    adjusters          text NOT NULL, -- who adjusted the minutes
    record_id          text REFERENCES record (id), -- the evidence that it was held; null when it was not, or has been taken back
    next_id            text REFERENCES meeting (id), -- the meeting after it
    changed_at         timestamp NOT NULL,
    version            integer NOT NULL
);
CREATE INDEX meeting_order ON meeting (day, id);
CREATE INDEX meeting_of_network ON meeting (network_id, day, id);
CREATE INDEX meeting_of_type ON meeting (type_id, day);
CREATE INDEX meeting_public ON meeting (day, id) WHERE is_public;
CREATE INDEX meeting_record ON meeting (record_id);
CREATE INDEX meeting_waiting ON meeting (state, day);

CREATE TABLE meeting_item (
    id         text PRIMARY KEY,
    meeting_id text NOT NULL REFERENCES meeting (id),
    place      integer NOT NULL, -- from 1
    title      text NOT NULL,
    body       text NOT NULL,
    presenter  text NOT NULL,
    minutes    integer NOT NULL -- 0 when not said
);
CREATE INDEX meeting_item_of ON meeting_item (meeting_id, place);

CREATE TABLE meeting_document (
    id         text PRIMARY KEY,
    meeting_id text NOT NULL REFERENCES meeting (id),
    item_id    text REFERENCES meeting_item (id), -- null: for the whole meeting
    name       text NOT NULL,
    media      text NOT NULL,
    size       bigint NOT NULL,
    sha256     text NOT NULL REFERENCES file_content (sha256),
    added_at   timestamp NOT NULL
);
CREATE INDEX meeting_document_of ON meeting_document (meeting_id, added_at);

-- Who is asked to come, and what they answered. The link in the mail holds a secret of which only the hash is kept.
CREATE TABLE meeting_invitation (
    id              text PRIMARY KEY,
    meeting_id      text NOT NULL REFERENCES meeting (id),
    member_id       text REFERENCES network_member (id),
    organisation_id text REFERENCES organisation (id),
    name            text NOT NULL,
    email           text NOT NULL, -- lower case
    secret_hash     text NOT NULL UNIQUE,
    sent_at         timestamp, -- null before the first mail
    sent_sequence   integer NOT NULL, -- what the last mail said
    answer          text NOT NULL, -- none, yes, no, maybe
    answer_note     text NOT NULL,
    answered_at     timestamp,
    UNIQUE (meeting_id, email)
);
CREATE INDEX meeting_invitation_email ON meeting_invitation (email);

-- Who came: an organisation, a person, or a person for an organisation.
CREATE TABLE meeting_attendance (
    id              text PRIMARY KEY,
    meeting_id      text NOT NULL REFERENCES meeting (id),
    member_id       text REFERENCES network_member (id),
    organisation_id text REFERENCES organisation (id),
    name            text NOT NULL
);
CREATE INDEX meeting_attendance_of ON meeting_attendance (meeting_id);
CREATE INDEX meeting_attendance_organisation ON meeting_attendance (organisation_id);

CREATE TABLE meeting_decision (
    id         text PRIMARY KEY,
    meeting_id text NOT NULL REFERENCES meeting (id),
    item_id    text REFERENCES meeting_item (id),
    place      integer NOT NULL,
    body       text NOT NULL
);
CREATE INDEX meeting_decision_of ON meeting_decision (meeting_id, place);

-- What somebody took upon themselves to do.
CREATE TABLE meeting_action (
    id         text PRIMARY KEY,
    meeting_id text NOT NULL REFERENCES meeting (id),
    body       text NOT NULL,
    owner      text NOT NULL, -- a name
    account_id text REFERENCES account (id), -- when the owner signs in here
    due_on     date,
    done_on    date,
    done_note  text NOT NULL,
    version    integer NOT NULL
);
CREATE INDEX meeting_action_of ON meeting_action (meeting_id, due_on);
CREATE INDEX meeting_action_waiting ON meeting_action (due_on) WHERE done_on IS NULL;
CREATE INDEX meeting_action_account ON meeting_action (account_id);
