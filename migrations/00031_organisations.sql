-- +goose Up
-- Associations, companies and authorities that the plan is carried out together with. Nothing is deleted: one that is no
-- more is ended. Sort keys are bytes, so that both engines have the same order whatever the database's language.
CREATE TABLE organisation (
    id               text PRIMARY KEY,
    place            bigint NOT NULL UNIQUE, -- its number in the search's lists; never used again
    number           text UNIQUE, -- organisationsnummer, ten digits; null when there is none
    name             text NOT NULL,
    sort_key         bytea NOT NULL, -- the name, folded in Swedish order
    former_names     text NOT NULL, -- JSON
    legal_form       text NOT NULL, -- SCB's code
    svb              boolean NOT NULL, -- a company with special limits on its profit
    class_vocabulary text NOT NULL,
    class_code       text NOT NULL,
    seat             text NOT NULL, -- code of the municipality
    web              text NOT NULL,
    email            text NOT NULL,
    telephone        text NOT NULL,
    address          text NOT NULL,
    is_public        boolean NOT NULL, -- stands in the register that anybody may read
    public_fields    text NOT NULL, -- JSON: which of the fields anybody may read then
    note             text NOT NULL,
    ended_on         date,
    ended_why        text NOT NULL,
    added_at         timestamp NOT NULL,
    version          integer NOT NULL
);
CREATE INDEX organisation_order ON organisation (sort_key, id);
CREATE INDEX organisation_form ON organisation (legal_form, sort_key, id);
CREATE INDEX organisation_public ON organisation (sort_key, id) WHERE is_public AND ended_on IS NULL;

-- Where it has its seat, members or activity. The sort key follows the organisation's.
CREATE TABLE organisation_municipality (
    organisation_id text NOT NULL REFERENCES organisation (id),
    municipality    text NOT NULL,
    sort_key        bytea NOT NULL,
    PRIMARY KEY (organisation_id, municipality)
);
CREATE INDEX organisation_municipality_order ON organisation_municipality (municipality, sort_key, organisation_id);

-- People to turn to. They may be taken away: no more is kept about people than is needed. A personal number never is.
CREATE TABLE organisation_contact (
    id              text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    name            text NOT NULL,
    role            text NOT NULL,
    email           text NOT NULL,
    telephone       text NOT NULL,
    consent         text NOT NULL, -- how and when the person agreed to be kept here
    is_public       boolean NOT NULL,
    added_at        timestamp NOT NULL,
    version         integer NOT NULL
);
CREATE INDEX organisation_contact_of ON organisation_contact (organisation_id, name);

-- What it is to the plan, and from when to when.
CREATE TABLE organisation_role (
    id              text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    role            text NOT NULL,
    starts_on       date NOT NULL,
    ends_on         date, -- the last day; null when no end is known
    certifier       text NOT NULL,
    certificate     text NOT NULL, -- the certifier's number
    note            text NOT NULL,
    ended_why       text NOT NULL,
    sort_key        bytea NOT NULL
);
CREATE INDEX organisation_role_of ON organisation_role (organisation_id, starts_on);
CREATE INDEX organisation_role_order ON organisation_role (role, sort_key, organisation_id);
