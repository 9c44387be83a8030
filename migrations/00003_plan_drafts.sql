-- +goose Up
-- What was read from a document, while a person reviews it. Until it is accepted no plan exists but this.
CREATE TABLE plan_draft (
    id              text PRIMARY KEY,
    document_name   text NOT NULL,
    document_sha256 text NOT NULL REFERENCES file_content (sha256),
    content         text NOT NULL,    -- JSON: the draft as corrected so far
    lines           text NOT NULL,    -- JSON: the document's lines and what each was read as; for reviewers only
    answers         text NOT NULL,    -- JSON: by question, confirmed or corrected
    skipped         text NOT NULL,    -- JSON: numbers of unread lines that a person has passed over
    version         integer NOT NULL, -- grows with every save
    saved_by        text NOT NULL,
    saved_at        timestamp NOT NULL,
    discarded_at    timestamp,
    plan_id         text REFERENCES plan (id) -- what it became when accepted
);

-- Whether the public may read the plan: since when, null when it may not.
ALTER TABLE plan ADD COLUMN published_at timestamp;
