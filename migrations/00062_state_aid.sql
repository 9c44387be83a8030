-- +goose Up
-- What a euro cost, as an officer has read it where it is published. A rate holds until the next one.
CREATE TABLE euro_rate (
    day      date PRIMARY KEY,
    rate     bigint NOT NULL, -- ten-thousandths of a krona
    source   text NOT NULL,
    added_at timestamp NOT NULL
);

-- De minimis aid that undertakings have been given: declared by themselves, or given here.
CREATE TABLE de_minimis_aid (
    id              text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    granted_on      date NOT NULL, -- when the right to it was given
    amount          bigint NOT NULL, -- öre
    giver           text NOT NULL,
    is_declared     boolean NOT NULL, -- false: given here
    note            text NOT NULL,
    added_at        timestamp NOT NULL
);
CREATE INDEX de_minimis_aid_of ON de_minimis_aid (organisation_id, granted_on);
