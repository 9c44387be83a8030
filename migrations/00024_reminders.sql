-- +goose Up
-- Who wants to be reminded by e-mail, and in which language.
ALTER TABLE account ADD COLUMN reminders boolean NOT NULL DEFAULT true;
ALTER TABLE account ADD COLUMN language text NOT NULL DEFAULT 'sv';

-- What somebody has been reminded of, so that it is not said again the next morning.
CREATE TABLE reminder (
    account_id   text NOT NULL REFERENCES account (id),
    indicator_id text NOT NULL REFERENCES indicator (id),
    cell_to      date NOT NULL, -- the last day of the cell
    occasion     text NOT NULL, -- soon, over
    sent_at      timestamp NOT NULL,
    PRIMARY KEY (account_id, indicator_id, cell_to, occasion)
);
CREATE INDEX reminder_indicator ON reminder (indicator_id);
