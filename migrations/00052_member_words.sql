-- +goose Up
-- What members with accounts have said about cases, by their accounts: for extracts of what is kept about a person.
CREATE VIEW member_conflict AS
    SELECT m.account_id, c.case_id, c.reason, c.declared_at FROM case_conflict c JOIN board_member m ON m.id = c.member_id WHERE m.account_id IS NOT NULL;
CREATE VIEW member_reservation AS
    SELECT m.account_id, i.case_id, r.body, i.recorded_at FROM board_reservation r JOIN board_member m ON m.id = r.member_id JOIN board_item i ON i.id = r.item_id
    WHERE m.account_id IS NOT NULL;
