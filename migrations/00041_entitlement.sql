-- +goose Up
-- What an organisation hands in about a year, the year of its annual meeting. It stands where it stands now; how it came there
-- are its steps.
CREATE TABLE entitlement_filing (
    id              text PRIMARY KEY,
    organisation_id text NOT NULL REFERENCES organisation (id),
    year            integer NOT NULL,
    met_on          date, -- the annual meeting
    members         integer, -- null until it is told
    young           integer, -- of them those aged 6 to 25; null when it is not told
    stage           text NOT NULL,
    version         integer NOT NULL,
    UNIQUE (organisation_id, year)
);

-- Where it has members, and where it is active.
CREATE TABLE entitlement_spread (
    filing_id    text NOT NULL REFERENCES entitlement_filing (id),
    municipality text NOT NULL,
    members      integer NOT NULL,
    active       boolean NOT NULL,
    PRIMARY KEY (filing_id, municipality)
);

-- At most one of each kind.
CREATE TABLE entitlement_document (
    id        text PRIMARY KEY,
    filing_id text NOT NULL REFERENCES entitlement_filing (id),
    kind      text NOT NULL,
    name      text NOT NULL,
    media     text NOT NULL,
    sha256    text NOT NULL REFERENCES file_content (sha256),
    sent_by   text NOT NULL,
    sent_at   timestamp NOT NULL,
    UNIQUE (filing_id, kind)
);
CREATE INDEX entitlement_document_sent ON entitlement_document (sent_at);
CREATE INDEX entitlement_document_content ON entitlement_document (sha256);

-- What has happened to a filing, never changed. Whether an organisation is entitled on a day follows from them.
CREATE TABLE entitlement_step (
    id              text PRIMARY KEY,
    filing_id       text NOT NULL REFERENCES entitlement_filing (id),
    organisation_id text NOT NULL REFERENCES organisation (id),
    year            integer NOT NULL,
    stage           text NOT NULL, -- to which it came
    day             date NOT NULL,
    until           date, -- of entitled: its last day
    due_on          date, -- of a completion that is asked for
    message         text NOT NULL, -- what is to be completed, or why
    done_by         text NOT NULL,
    done_at         timestamp NOT NULL
);
CREATE INDEX entitlement_step_of ON entitlement_step (organisation_id, day, done_at);
CREATE INDEX entitlement_step_filing ON entitlement_step (filing_id);
CREATE INDEX entitlement_step_until ON entitlement_step (until) WHERE until IS NOT NULL;

-- What is asked for: one row, and none before somebody has changed it.
CREATE TABLE entitlement_setting (
    id           integer PRIMARY KEY,
    months       integer NOT NULL, -- from the annual meeting until it lapses
    documents    text NOT NULL, -- JSON: the kinds that are needed
    member_towns integer NOT NULL,
    active_towns integer NOT NULL,
    version      integer NOT NULL
);

-- Who has been reminded of what. Recipients are accounts, and contacts of the organisation.
CREATE TABLE entitlement_reminder (
    filing_id text NOT NULL REFERENCES entitlement_filing (id),
    occasion  text NOT NULL,
    recipient text NOT NULL,
    sent_at   timestamp NOT NULL,
    PRIMARY KEY (filing_id, occasion, recipient)
);
CREATE INDEX entitlement_reminder_to ON entitlement_reminder (recipient);
