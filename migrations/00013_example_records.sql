-- +goose Up
-- Records that came with the example plan. Rules of other plans do not count them.
ALTER TABLE record ADD COLUMN example boolean NOT NULL DEFAULT false;
