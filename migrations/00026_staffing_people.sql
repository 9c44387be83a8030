-- +goose Up
-- Who carries the plan out: a person, or a role that has working hours.
CREATE TABLE staff_person (
    id          text PRIMARY KEY,
    name        text NOT NULL, -- of the person, or of the role: "Medarbetare 1"
    role        text NOT NULL, -- what an effort may ask for: "Strateg"
    account_id  text REFERENCES account (id), -- the account of the person; null when there is none
    works_from  date NOT NULL,
    works_until date, -- the last day; null when no end is known
    version     integer NOT NULL
);
CREATE INDEX staff_person_account ON staff_person (account_id);

-- How much of full time somebody works, in whole thousandths, from a day and until the next row.
CREATE TABLE staff_percent (
    person_id text NOT NULL REFERENCES staff_person (id),
    starts_on date NOT NULL,
    permille  integer NOT NULL,
    PRIMARY KEY (person_id, starts_on)
);

-- When somebody is away, and how much of their time: 1000 is all of it. There is no column for the reason, on purpose: a
-- plan of hours does not need to know it, and it may be about health.
CREATE TABLE staff_absence (
    id         text PRIMARY KEY,
    person_id  text NOT NULL REFERENCES staff_person (id),
    away_from  date NOT NULL,
    away_until date NOT NULL,
    permille   integer NOT NULL
);
CREATE INDEX staff_absence_person ON staff_absence (person_id, away_from);

-- How working days become hours for the plan. One row, when somebody has decided something.
CREATE TABLE staff_setting (
    id                integer PRIMARY KEY, -- always 1
    tenths_a_day      integer NOT NULL,
    reserved_permille integer NOT NULL, -- set aside for holidays, meetings and running administration
    eves_free         boolean NOT NULL,
    version           integer NOT NULL
);

-- What is kept about the time of somebody with an account, for the extract that the person may ask for.
CREATE VIEW staff_time AS
    SELECT p.account_id, 'percent' AS kind, t.starts_on AS starts_on, p.works_until AS ends_on, t.permille
    FROM staff_percent t JOIN staff_person p ON p.id = t.person_id
    UNION ALL
    SELECT p.account_id, 'absence' AS kind, a.away_from AS starts_on, a.away_until AS ends_on, a.permille
    FROM staff_absence a JOIN staff_person p ON p.id = a.person_id;
