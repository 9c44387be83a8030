-- +goose Up
-- A document that is being read. The row goes when the draft is there to be reviewed, and stays when the document could
-- not be read, so that whoever sent it is told.
CREATE TABLE plan_intake (
    id              text PRIMARY KEY, -- of the review that comes of it
    document_name   text NOT NULL,
    document_sha256 text NOT NULL REFERENCES file_content (sha256),
    stage           text NOT NULL,      -- pages, lines; empty before the first is known
    done            integer NOT NULL,
    total           integer NOT NULL,   -- 0 before it is known
    failure         text NOT NULL,      -- JSON: the message; its key is empty while nothing has gone wrong
    sent_by         text NOT NULL,
    alive_at        timestamp NOT NULL  -- when the reading last told how far it was
);
