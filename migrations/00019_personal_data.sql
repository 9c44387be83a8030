-- +goose Up
-- When what the account said of a person was taken away, for good. The row stays, since what it did stays.
ALTER TABLE account ADD COLUMN erased_at timestamp;

-- What somebody has decided of how long a kind of document is kept. Kinds without a row follow the program's proposal, and
-- nothing of them is disposed of.
CREATE TABLE retention_class (
    kind       text PRIMARY KEY,
    months     integer NOT NULL, -- 0: for ever
    ground     text NOT NULL,    -- where the decision stands: the authority's plan for its documents, a law
    version    integer NOT NULL, -- grows with every decision
    decided_at timestamp NOT NULL
);

-- What somebody has decided to keep although its time is out.
CREATE TABLE retention_hold (
    kind       text NOT NULL,
    object_id  text NOT NULL,
    until      date NOT NULL,
    reason     text NOT NULL,
    decided_at timestamp NOT NULL,
    PRIMARY KEY (kind, object_id)
);
