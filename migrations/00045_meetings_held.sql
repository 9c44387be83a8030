-- +goose Up
-- A record may be made of something that the program keeps itself, such as a meeting that was held; it is then corrected
-- where it comes from.
ALTER TABLE record ADD COLUMN source text NOT NULL DEFAULT ''; -- kind:key, "meeting:…"; empty: a person wrote it

ALTER TABLE meeting ADD COLUMN minutes_spent integer; -- the time the meeting took of the staff; null: the usual time
ALTER TABLE meeting ADD COLUMN minutes_sent_at timestamp; -- when a draft of the minutes last went to those who came
ALTER TABLE meeting ADD COLUMN minutes_public boolean NOT NULL DEFAULT false; -- anybody may read the adjusted minutes

-- Those who are asked to come may be many without an address, and what they are told may be told otherwise than by mail:
-- made anew, since nobody had been asked yet.
DROP TABLE meeting_invitation;
CREATE TABLE meeting_invitation (
    id              text PRIMARY KEY,
    meeting_id      text NOT NULL REFERENCES meeting (id),
    member_id       text REFERENCES network_member (id),
    organisation_id text REFERENCES organisation (id),
    organisation    text NOT NULL, -- as it is called, also when the register does not have it
    name            text NOT NULL,
    email           text NOT NULL, -- lower case; empty: no mail
    told_at         timestamp, -- when somebody noted that they had been told in another way
    sent_at         timestamp, -- null before the first mail
    sent_sequence   integer NOT NULL, -- what the last mail said
    reminded_on     date,
    answer          text NOT NULL, -- none, yes, no, maybe
    answer_note     text NOT NULL,
    answered_at     timestamp,
    answers         integer NOT NULL -- how many times it has been answered
);
CREATE INDEX meeting_invitation_of ON meeting_invitation (meeting_id);
CREATE UNIQUE INDEX meeting_invitation_address ON meeting_invitation (meeting_id, email) WHERE email <> '';
CREATE UNIQUE INDEX meeting_invitation_member ON meeting_invitation (meeting_id, member_id);
CREATE INDEX meeting_invitation_email ON meeting_invitation (email);

-- Secrets in the links of mails, each mail its own; only the hash is kept. A link leads to an answer until the meeting ends,
-- or to a draft of the minutes for a while.
CREATE TABLE meeting_link (
    secret_hash   text PRIMARY KEY,
    meeting_id    text NOT NULL REFERENCES meeting (id),
    invitation_id text REFERENCES meeting_invitation (id) ON DELETE CASCADE, -- null: to the minutes
    ends_at       timestamp, -- null: with the meeting
    made_at       timestamp NOT NULL
);
CREATE INDEX meeting_link_of ON meeting_link (meeting_id);
CREATE INDEX meeting_link_invitation ON meeting_link (invitation_id);

ALTER TABLE meeting_attendance ADD COLUMN organisation text NOT NULL DEFAULT ''; -- as it was called when it came
ALTER TABLE meeting_attendance ADD COLUMN noted_at timestamp;

-- What people have been reminded of, so that each is told once of each due date.
CREATE TABLE meeting_action_reminder (
    account_id text NOT NULL REFERENCES account (id),
    action_id  text NOT NULL REFERENCES meeting_action (id),
    due_on     date NOT NULL,
    sent_at    timestamp NOT NULL,
    PRIMARY KEY (account_id, action_id, due_on)
);
CREATE INDEX meeting_action_reminder_of ON meeting_action_reminder (action_id);
