-- +goose Up
-- The list of who is entitled looks for those that wait by where their filings stand, and for what came after a day.
CREATE INDEX entitlement_filing_stage ON entitlement_filing (stage, organisation_id);
CREATE INDEX entitlement_step_day ON entitlement_step (day, organisation_id);
