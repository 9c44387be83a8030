-- +goose Up
-- A plan of hours as it would be with some changes, to be compared with today's.
CREATE TABLE scenario (
    id         text PRIMARY KEY,
    plan_id    text NOT NULL REFERENCES plan (id),
    name       text NOT NULL,
    changes    text NOT NULL, -- JSON: see change.go
    made_by    text NOT NULL,
    made_at    timestamp NOT NULL,
    version    integer NOT NULL,
    adopted_at timestamp,
    removed_at timestamp
);
CREATE INDEX scenario_plan ON scenario (plan_id, made_at);

-- What has been decided about the plan of hours, and why.
CREATE TABLE staffing_decision (
    id         text PRIMARY KEY,
    plan_id    text NOT NULL REFERENCES plan (id),
    name       text NOT NULL, -- of the scenario, or of the activity that waits
    reason     text NOT NULL,
    decided_by text NOT NULL,
    decided_at timestamp NOT NULL
);
CREATE INDEX staffing_decision_plan ON staffing_decision (plan_id, decided_at);

-- The activities that a decision is about. One that waits does so until ended_at.
CREATE TABLE staffing_decision_activity (
    decision_id text NOT NULL REFERENCES staffing_decision (id),
    activity_id text NOT NULL REFERENCES activity (id),
    waits       boolean NOT NULL,
    sentence_sv text NOT NULL, -- why, as the planner said it that day
    sentence_en text NOT NULL,
    ended_at    timestamp,
    PRIMARY KEY (decision_id, activity_id)
);
CREATE INDEX staffing_decision_activity_activity ON staffing_decision_activity (activity_id);

-- Hours beside the usual ones that somebody has been given in a quarter.
CREATE TABLE staff_extra (
    person_id text NOT NULL REFERENCES staff_person (id),
    quarter   text NOT NULL,
    tenths    integer NOT NULL,
    PRIMARY KEY (person_id, quarter)
);

-- The quarters in which an activity is planned to be done, where it has been decided that they are others than the plan's.
CREATE TABLE effort_window (
    activity_id  text PRIMARY KEY REFERENCES activity (id),
    quarter_from text NOT NULL,
    quarter_to   text NOT NULL
);
