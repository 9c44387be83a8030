-- +goose Up
-- Boards' own meetings. The minutes are the meeting with its items; they do not change once they are adjusted.
CREATE TABLE board_meeting (
    id            text PRIMARY KEY,
    board_id      text NOT NULL REFERENCES board (id),
    day           date NOT NULL,
    begins        text NOT NULL,
    place         text NOT NULL,
    adjusted_on   date,
    adjusted_by   text NOT NULL, -- names
    posted_on     date, -- when the notice board told that they were adjusted
    appeal_until  date, -- the last day on which an appeal comes in time
    taken_down_on date,
    version       integer NOT NULL
);
CREATE INDEX board_meeting_of ON board_meeting (board_id, day, id);
CREATE INDEX board_meeting_day ON board_meeting (day, id);
CREATE INDEX board_meeting_posted ON board_meeting (posted_on, id);

CREATE TABLE board_present (
    meeting_id text NOT NULL REFERENCES board_meeting (id),
    member_id  text NOT NULL REFERENCES board_member (id),
    PRIMARY KEY (meeting_id, member_id)
);

-- The agenda, and what the meeting did about each case on it.
CREATE TABLE board_item (
    id          text PRIMARY KEY,
    meeting_id  text NOT NULL REFERENCES board_meeting (id),
    case_id     text NOT NULL REFERENCES board_case (id),
    round       integer NOT NULL, -- of the case: which paper the board had
    position    integer NOT NULL,
    outcome     text NOT NULL, -- empty until it is recorded
    paragraph   integer NOT NULL,
    decision    text NOT NULL, -- a point a line
    why         text NOT NULL,
    recorded_at timestamp,
    UNIQUE (meeting_id, case_id)
);
CREATE INDEX board_item_case ON board_item (case_id);

CREATE TABLE board_item_left (
    item_id   text NOT NULL REFERENCES board_item (id),
    member_id text NOT NULL REFERENCES board_member (id),
    PRIMARY KEY (item_id, member_id)
);

-- Members' own word beforehand that a case concerns them.
CREATE TABLE case_conflict (
    case_id     text NOT NULL REFERENCES board_case (id),
    member_id   text NOT NULL REFERENCES board_member (id),
    reason      text NOT NULL,
    declared_at timestamp NOT NULL,
    PRIMARY KEY (case_id, member_id)
);

CREATE TABLE board_reservation (
    id        text PRIMARY KEY,
    item_id   text NOT NULL REFERENCES board_item (id),
    member_id text NOT NULL REFERENCES board_member (id),
    body      text NOT NULL
);
CREATE INDEX board_reservation_of ON board_reservation (item_id);

-- Appeals against decisions. A case is appealed once; more appeals get the court's same number.
CREATE TABLE case_appeal (
    case_id   text PRIMARY KEY REFERENCES board_case (id),
    appellant text NOT NULL,
    came_on   date NOT NULL,
    number    text NOT NULL, -- the court's; may come later
    judged_on date
);
