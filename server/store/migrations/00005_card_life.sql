-- +goose Up
-- What becomes of a card. Its months count from counts_from, which a replacement takes over from the card before.
ALTER TABLE cards ADD COLUMN counts_from TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN reported    BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE cards ADD COLUMN replaces    TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN ending      TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN ended_on    TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN ended_by    TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN ended_at    BIGINT  NOT NULL DEFAULT 0;
ALTER TABLE cards ADD COLUMN replaced_by TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN employer    TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN sector      TEXT    NOT NULL DEFAULT '';
ALTER TABLE cards ADD COLUMN returned    BOOLEAN NOT NULL DEFAULT FALSE;

UPDATE cards SET counts_from = issued_on;

-- A new card took the place of the one before without a word; ids are in order of time.
UPDATE cards SET
    ending      = 'replaced',
    replaced_by = (SELECT MIN(n.id) FROM cards n WHERE n.office = cards.office AND n.seeker = cards.seeker AND n.id > cards.id)
WHERE EXISTS (SELECT 1 FROM cards n WHERE n.office = cards.office AND n.seeker = cards.seeker AND n.id > cards.id);
UPDATE cards SET
    ended_on = (SELECT n.issued_on FROM cards n WHERE n.id = cards.replaced_by),
    ended_by = (SELECT n.issued_by FROM cards n WHERE n.id = cards.replaced_by),
    ended_at = (SELECT n.created_at FROM cards n WHERE n.id = cards.replaced_by)
WHERE replaced_by <> '';
UPDATE cards SET replaces = (SELECT o.id FROM cards o WHERE o.replaced_by = cards.id)
WHERE EXISTS (SELECT 1 FROM cards o WHERE o.replaced_by = cards.id);

-- Nobody has two cards that have not ended.
CREATE UNIQUE INDEX cards_standing ON cards (office, seeker) WHERE ending = '';
CREATE INDEX cards_reporting ON cards (office, reported, counts_from) WHERE ending = '';
CREATE INDEX cards_expiring ON cards (office, expires_on) WHERE ending = '';

-- The rows of the card's back; a replacement has those of the card before.
CREATE TABLE card_reports (
    card        TEXT   NOT NULL REFERENCES cards (id),
    n           BIGINT NOT NULL,
    reported_on TEXT   NOT NULL,
    officer     TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    PRIMARY KEY (card, n)
);

CREATE TABLE card_legalisations (
    id         TEXT   PRIMARY KEY,
    card       TEXT   NOT NULL REFERENCES cards (id),
    copies     BIGINT NOT NULL,
    officer    TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX card_legalisations_card ON card_legalisations (card);
