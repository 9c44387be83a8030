-- +goose Up
-- Words of names, folded, so that a search forgives. Words are bytes: those with the same beginning stand together on
-- both engines.
CREATE TABLE organisation_term (
    term bytea PRIMARY KEY,
    stem bytea NOT NULL -- its first letters
);
CREATE INDEX organisation_term_stem ON organisation_term (stem);

-- A stem with up to two letters left out. What is misspelt and what is meant have such a rest in common.
CREATE TABLE organisation_stem (
    rest bytea NOT NULL,
    stem bytea NOT NULL,
    PRIMARY KEY (rest, stem)
);

-- Which organisations have a word: their places, in blocks of 16384, as numbers of two bytes within the block.
CREATE TABLE organisation_posting (
    term   bytea NOT NULL,
    block  integer NOT NULL,
    places bytea NOT NULL,
    PRIMARY KEY (term, block)
);
