-- +goose Up
-- What somebody has found of an organisation against the three marks of a social enterprise. Nothing is changed: a new
-- assessment stands beside the earlier ones.
CREATE TABLE mapping_assessment (
    id               text PRIMARY KEY,
    organisation_id  text NOT NULL REFERENCES organisation (id),
    goal             text NOT NULL, -- the business is the means to a social goal
    goal_evidence    text NOT NULL,
    results          text NOT NULL, -- results are measured against that goal
    results_evidence text NOT NULL,
    surplus          text NOT NULL, -- surplus is mainly reinvested
    surplus_evidence text NOT NULL,
    reserved         text NOT NULL, -- JSON: grounds on which a contract may be reserved for it
    assessed_on      date NOT NULL,
    assessed_by      text NOT NULL,
    added_at         timestamp NOT NULL
);
CREATE INDEX mapping_assessment_of ON mapping_assessment (organisation_id, assessed_on, added_at);

CREATE TABLE mapping_round (
    id           text PRIMARY KEY,
    title        text NOT NULL,
    opened_on    date NOT NULL,
    published_at timestamp -- null while it is open; what was assessed later does not count
);

CREATE TABLE mapping_asked (
    round_id        text NOT NULL REFERENCES mapping_round (id),
    organisation_id text NOT NULL REFERENCES organisation (id),
    asked_on        date NOT NULL,
    answered_on     date,
    PRIMARY KEY (round_id, organisation_id)
);
CREATE INDEX mapping_asked_of ON mapping_asked (organisation_id);

-- Who has been reminded of which end of a certification.
CREATE TABLE certification_reminder (
    account_id text NOT NULL REFERENCES account (id),
    role_id    text NOT NULL REFERENCES organisation_role (id),
    ends_on    date NOT NULL,
    sent_at    timestamp NOT NULL,
    PRIMARY KEY (account_id, role_id, ends_on)
);
