-- +goose Up
-- How much work an activity is estimated to be. An activity without a row has the first estimate that the plan gives.
CREATE TABLE effort (
    activity_id  text PRIMARY KEY REFERENCES activity (id),
    shape        text NOT NULL, -- total, steady
    tenths       integer NOT NULL, -- tenths of hours: in the whole window, or in each quarter
    most_tenths  integer, -- of a total, in any one quarter; null for no bound
    partial      boolean NOT NULL, -- it takes as much as there is, in place of waiting
    who          text NOT NULL, -- anyone, role, people
    role         text NOT NULL, -- when who is role
    owner_id     text REFERENCES staff_person (id), -- does it rather than the others
    estimated_by text NOT NULL, -- as it is told: "enhetschefen"
    estimated_at timestamp NOT NULL,
    version      integer NOT NULL
);
CREATE INDEX effort_owner ON effort (owner_id);

-- The people who may do it, when who is people.
CREATE TABLE effort_person (
    activity_id text NOT NULL REFERENCES effort (activity_id),
    person_id   text NOT NULL REFERENCES staff_person (id),
    PRIMARY KEY (activity_id, person_id)
);
CREATE INDEX effort_person_person ON effort_person (person_id);

-- An activity's place inside its priority. Without a row it is the activity's number.
CREATE TABLE effort_rank (
    activity_id text PRIMARY KEY REFERENCES activity (id),
    place       integer NOT NULL
);

-- How long a record of a kind usually takes, where the authority knows better than the program.
CREATE TABLE standard_hours (
    kind   text PRIMARY KEY,
    tenths integer NOT NULL
);
