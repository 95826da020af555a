-- +goose Up
-- The register in number order, and people found by a part of their name: name is folded (lower case).
ALTER TABLE seekers ADD COLUMN name TEXT NOT NULL DEFAULT '';
CREATE INDEX seekers_name ON seekers (office, name, id);
CREATE INDEX cards_register ON cards (office, created_at, id);
