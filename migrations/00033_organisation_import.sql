-- +goose Up
-- A register that was kept elsewhere, on its way in. The cells are kept until it has been read in or discarded.
CREATE TABLE organisation_import (
    id             text PRIMARY KEY,
    file_name      text NOT NULL,
    head           text NOT NULL, -- JSON: what the columns are called
    mapping        text NOT NULL, -- JSON: what each column holds
    new_are_public boolean NOT NULL,
    state          text NOT NULL,
    brought_by     text NOT NULL,
    brought_at     timestamp NOT NULL,
    version        integer NOT NULL
);

CREATE TABLE organisation_import_row (
    import_id       text NOT NULL REFERENCES organisation_import (id),
    line            integer NOT NULL,
    cells           text NOT NULL, -- JSON
    choice          text NOT NULL, -- what somebody has decided
    fate            text NOT NULL,
    name            text NOT NULL,
    field           text NOT NULL, -- which field the reason is about
    why             text NOT NULL, -- JSON: a message
    organisation_id text NOT NULL, -- no reference: one that was added by mistake is withdrawn
    version         integer NOT NULL, -- which version of the organisation the import made
    before          text NOT NULL, -- JSON: the organisation as it was
    PRIMARY KEY (import_id, line)
);
CREATE INDEX organisation_import_row_fate ON organisation_import_row (import_id, fate, line);
