-- +goose Up
-- The lists of meetings go by when they begin, each chosen in its own order.
CREATE INDEX meeting_begins ON meeting (starts_at, id, search_key); -- the key, so that words are looked for in the index alone
CREATE INDEX meeting_begins_network ON meeting (network_id, starts_at, id);
CREATE INDEX meeting_begins_type ON meeting (type_id, starts_at, id);
CREATE INDEX meeting_begins_state ON meeting (state, starts_at, id);
CREATE INDEX meeting_begins_public ON meeting (starts_at, id) WHERE is_public;
CREATE INDEX meeting_series_of ON meeting (series_id, starts_at, id);

-- What belongs to a point of an agenda is told with it.
CREATE INDEX meeting_item_documents ON meeting_document (item_id);
CREATE INDEX meeting_next ON meeting (next_id);
