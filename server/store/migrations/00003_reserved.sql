-- +goose Up
-- The numbers that kiosks hold and nobody has yet; a number's row goes when its ticket comes. What is left of
-- a past day was never given.
CREATE TABLE reserved (
    office      TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    home        TEXT   NOT NULL,
    sequence    BIGINT NOT NULL,
    book        TEXT   NOT NULL,
    device      TEXT   NOT NULL,
    reserved_at BIGINT NOT NULL,
    PRIMARY KEY (office, day, home, sequence)
);
CREATE INDEX reserved_book ON reserved (office, day, book);

ALTER TABLE devices ADD COLUMN details TEXT NOT NULL DEFAULT '';
