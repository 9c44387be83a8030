-- +goose Up
-- Who acts for which organisation, because of what and from when to when. One row for each time that somebody was invited;
-- nothing is deleted.
CREATE TABLE mandate (
    id              text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    account_id      text NOT NULL REFERENCES account (id),
    invited_by      text NOT NULL,
    invited_at      timestamp NOT NULL,
    signs           text NOT NULL, -- how the person may sign for the organisation; empty until that is told
    handed_in_at    timestamp, -- null while the document is awaited
    decision        text NOT NULL, -- empty, confirmed or refused
    decided_by      text NOT NULL,
    decided_at      timestamp,
    reason          text NOT NULL, -- of a refusal
    starts_on       date,
    ends_on         date, -- the last day; null when no end is known
    ended_at        timestamp, -- before its last day, or before it was confirmed
    ended_by        text NOT NULL,
    ended_why       text NOT NULL,
    version         integer NOT NULL
);
CREATE INDEX mandate_of_organisation ON mandate (organisation_id, invited_at);
CREATE INDEX mandate_of_account ON mandate (account_id, invited_at);
CREATE INDEX mandate_waiting ON mandate (handed_in_at, id) WHERE decision = '' AND ended_at IS NULL;

-- What proves a mandate: minutes, a power of attorney. A later one stands beside the earlier.
CREATE TABLE mandate_document (
    id         text PRIMARY KEY,
    mandate_id text NOT NULL REFERENCES mandate (id),
    account_id text NOT NULL REFERENCES account (id), -- who sent it
    name       text NOT NULL,
    media      text NOT NULL,
    sha256     text NOT NULL REFERENCES file_content (sha256),
    sent_at    timestamp NOT NULL
);
CREATE INDEX mandate_document_of ON mandate_document (mandate_id, sent_at);
CREATE INDEX mandate_document_sent ON mandate_document (sent_at);
CREATE INDEX mandate_document_content ON mandate_document (sha256);

-- What a representative asks to have changed that only the authority changes.
CREATE TABLE organisation_request (
    id              text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    account_id      text NOT NULL REFERENCES account (id), -- who asks
    name            text NOT NULL, -- what it shall be; the same as today where nothing changes
    number          text NOT NULL,
    legal_form      text NOT NULL,
    why             text NOT NULL,
    asked_at        timestamp NOT NULL,
    decision        text NOT NULL, -- empty, accepted, refused or taken_back
    decided_by      text NOT NULL,
    decided_at      timestamp,
    reason          text NOT NULL -- of a refusal
);
CREATE INDEX organisation_request_of ON organisation_request (organisation_id, asked_at);
CREATE INDEX organisation_request_waiting ON organisation_request (asked_at, id) WHERE decision = '';
