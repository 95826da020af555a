-- +goose Up
-- A seeker's way through a procedure. One ticket has one visit, wherever its number is sent.
CREATE TABLE visits (
    id         TEXT   PRIMARY KEY,
    office     TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    ticket     TEXT   NOT NULL UNIQUE REFERENCES tickets (id),
    number     TEXT   NOT NULL,
    service    TEXT   NOT NULL,
    counter    TEXT   NOT NULL,
    procedure  TEXT   NOT NULL,
    seeker     TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    ending     TEXT   NOT NULL,
    note       TEXT   NOT NULL
);
CREATE INDEX visits_day ON visits (office, day, ending);

-- One row for each activity as it was done; a card that goes back makes further rows. standard is the seconds
-- that held on that day.
CREATE TABLE visit_steps (
    visit      TEXT   NOT NULL REFERENCES visits (id),
    n          BIGINT NOT NULL,
    activity   TEXT   NOT NULL,
    officer    TEXT   NOT NULL,
    role       TEXT   NOT NULL,
    standard   BIGINT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    result     TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    note       TEXT   NOT NULL,
    PRIMARY KEY (visit, n)
);

-- What an officer has typed for a visit and no card has yet, sealed; it goes when the visit ends.
CREATE TABLE visit_drafts (
    visit    TEXT   PRIMARY KEY REFERENCES visits (id),
    sealed   TEXT   NOT NULL,
    saved_at BIGINT NOT NULL
);

-- When the placement officer was absent, why, and who signed instead.
CREATE TABLE absences (
    office     TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    deputy     TEXT   NOT NULL,
    marked_by  TEXT   NOT NULL,
    PRIMARY KEY (office, started_at)
);

ALTER TABLE cards ADD COLUMN printed_at BIGINT NOT NULL DEFAULT 0;

-- The mark of a member's own NIK, so that nobody signs an own card.
ALTER TABLE staff ADD COLUMN nik_mark TEXT NOT NULL DEFAULT '';
