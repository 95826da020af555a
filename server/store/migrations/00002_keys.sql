-- +goose Up
-- The public marks of the keys with which the office's rows were written; the keys stand in files.
CREATE TABLE keys (
    office TEXT NOT NULL,
    name   TEXT NOT NULL,
    mark   TEXT NOT NULL,
    PRIMARY KEY (office, name)
);
