-- +goose Up
-- What a file says of people to turn to and of roles is brought in too; what is the same for all rows is said once.
ALTER TABLE organisation_import ADD COLUMN consent text NOT NULL DEFAULT ''; -- how and when the people agreed to be kept here
ALTER TABLE organisation_import ADD COLUMN roles_from date; -- from when roles hold whose row has no day of its own
ALTER TABLE organisation_import ADD COLUMN failure text NOT NULL DEFAULT '{}'; -- JSON: why the last task was not done
ALTER TABLE organisation_import ADD COLUMN is_keyed boolean NOT NULL DEFAULT FALSE; -- its rows have the keys below

-- By its number, its name and the organisation that it is, a row knows those whose fate may change with its own.
ALTER TABLE organisation_import_row ADD COLUMN number text NOT NULL DEFAULT '';
ALTER TABLE organisation_import_row ADD COLUMN name_key text NOT NULL DEFAULT ''; -- the name, folded
ALTER TABLE organisation_import_row ADD COLUMN made text NOT NULL DEFAULT '[]'; -- JSON: keys of the roles and people that it added
CREATE INDEX organisation_import_row_number ON organisation_import_row (import_id, number) WHERE number <> '';
CREATE INDEX organisation_import_row_name ON organisation_import_row (import_id, name_key);
CREATE INDEX organisation_import_row_is ON organisation_import_row (import_id, organisation_id) WHERE organisation_id <> '' AND fate <> 'added';

-- What is to be done with a large import, or is being done. The row goes in the transaction that does it. One that has been
-- begun although nobody holds the imports' lock was broken off.
CREATE TABLE organisation_import_task (
    import_id  text PRIMARY KEY REFERENCES organisation_import (id),
    task       text NOT NULL, -- arrange, run or undo
    settings   text NOT NULL, -- JSON: what the asker chose or saw
    account_id text NOT NULL, -- who asked; empty for the program
    asked_by   text NOT NULL, -- what they were called then
    asked_at   timestamp NOT NULL,
    is_begun   boolean NOT NULL
);

-- Before an organisation is withdrawn, every table that refers to organisations is asked for it.
CREATE INDEX meeting_invitation_organisation ON meeting_invitation (organisation_id);
