-- +goose Up
-- What goes with a mail beside its text: an event for calendar programs. It is taken away when the mail has been sent, as
-- the text is: it names whom the mail is to.
ALTER TABLE mail ADD COLUMN attachment_name text NOT NULL DEFAULT ''; -- empty: nothing goes along
ALTER TABLE mail ADD COLUMN attachment_media text NOT NULL DEFAULT ''; -- text/calendar with its method
ALTER TABLE mail ADD COLUMN attachment text NOT NULL DEFAULT '';
