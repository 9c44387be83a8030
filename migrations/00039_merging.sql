-- +goose Up
-- Organisations that turned out to be the same. Nothing is moved: the one that goes points at the one that stays, always
-- at the last in a chain, and its rows stay its own so that a merge can be taken back.
ALTER TABLE organisation ADD COLUMN merged_into text REFERENCES organisation (id);
CREATE INDEX organisation_merged ON organisation (merged_into) WHERE merged_into IS NOT NULL;

-- What organisations that may be the same have in common: a name without what is written in many ways, where post comes, the
-- address of mail, the host of the web site. The program works them out; until it has, the name's is null.
ALTER TABLE organisation ADD COLUMN name_key bytea;
ALTER TABLE organisation ADD COLUMN address_key bytea;
ALTER TABLE organisation ADD COLUMN email_key bytea;
ALTER TABLE organisation ADD COLUMN web_key bytea;
CREATE INDEX organisation_keyless ON organisation (place) WHERE name_key IS NULL;
CREATE INDEX organisation_name_key ON organisation (name_key) WHERE merged_into IS NULL AND ended_on IS NULL;
CREATE INDEX organisation_address_key ON organisation (address_key) WHERE address_key IS NOT NULL AND merged_into IS NULL AND ended_on IS NULL;
CREATE INDEX organisation_email_key ON organisation (email_key) WHERE email_key IS NOT NULL AND merged_into IS NULL AND ended_on IS NULL;
CREATE INDEX organisation_web_key ON organisation (web_key) WHERE web_key IS NOT NULL AND merged_into IS NULL AND ended_on IS NULL;

-- Whose role it is now: the organisation's own, or that of the one it has been merged into.
ALTER TABLE organisation_role ADD COLUMN held_by text NOT NULL DEFAULT '';
UPDATE organisation_role SET held_by = organisation_id;
CREATE INDEX organisation_role_held ON organisation_role (held_by, starts_on);
DROP INDEX organisation_role_order;
CREATE INDEX organisation_role_order ON organisation_role (role, sort_key, held_by);

-- One merge, and what is needed to take it back. The keys are without references: an organisation that has been merged, or
-- merged into, is never withdrawn, since its version is higher than 1.
CREATE TABLE organisation_merge (
    id          text PRIMARY KEY,
    kept_id     text NOT NULL, -- the one that it was merged into then
    gone_id     text NOT NULL,
    why         text NOT NULL,
    merged_at   timestamp NOT NULL,
    undone_at   timestamp, -- null while it holds
    before      text NOT NULL, -- JSON: what was said of the one that stays
    after       text NOT NULL, -- JSON: what the merge made of it
    gone_number text NOT NULL  -- the number of the one that goes; it keeps the one of both that was not chosen
);
CREATE UNIQUE INDEX organisation_merge_gone ON organisation_merge (gone_id) WHERE undone_at IS NULL;
CREATE INDEX organisation_merge_kept ON organisation_merge (kept_id, merged_at);

-- Pairs that somebody has said are not the same; the lower key first. They are not suspected again.
CREATE TABLE organisation_distinct (
    one_id   text NOT NULL,
    other_id text NOT NULL,
    why      text NOT NULL,
    said_at  timestamp NOT NULL,
    PRIMARY KEY (one_id, other_id)
);
CREATE INDEX organisation_distinct_other ON organisation_distinct (other_id);
