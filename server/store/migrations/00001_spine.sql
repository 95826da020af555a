-- +goose Up
CREATE TABLE streams (
    office TEXT   PRIMARY KEY,
    epoch  TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    hash   TEXT   NOT NULL
);

CREATE TABLE journal (
    office TEXT   NOT NULL,
    seq    BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    type   TEXT   NOT NULL,
    actor  TEXT   NOT NULL,
    data   TEXT   NOT NULL,
    hash   TEXT   NOT NULL,
    PRIMARY KEY (office, seq)
);

CREATE INDEX journal_type ON journal (office, type, seq);

CREATE TABLE offices (
    id         TEXT   PRIMARY KEY,
    config     TEXT   NOT NULL,
    updated_at BIGINT NOT NULL
);

-- One row for each queue and day: the last number given and how many wait, so that neither a ticket
-- nor a board has to count, and how many priority calls have passed the first ordinary ticket. Every change of
-- a ticket's status changes it in the same transaction.
CREATE TABLE queues (
    office   TEXT   NOT NULL,
    service  TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    last     BIGINT NOT NULL,
    ordinary BIGINT NOT NULL,
    priority BIGINT NOT NULL,
    passes   BIGINT NOT NULL,
    PRIMARY KEY (office, service, day)
);

-- home gave the number; service is the queue that the ticket is in. place orders a queue.
CREATE TABLE tickets (
    id              TEXT    PRIMARY KEY,
    office          TEXT    NOT NULL,
    day             TEXT    NOT NULL,
    home            TEXT    NOT NULL,
    sequence        BIGINT  NOT NULL,
    number          TEXT    NOT NULL,
    service         TEXT    NOT NULL,
    place           BIGINT  NOT NULL,
    issued_seq      BIGINT  NOT NULL,
    priority        BOOLEAN NOT NULL,
    language        TEXT    NOT NULL,
    status          TEXT    NOT NULL,
    counter         TEXT    NOT NULL,
    calls           BIGINT  NOT NULL,
    paper           TEXT    NOT NULL,
    token           TEXT    NOT NULL UNIQUE,
    request_key     TEXT    NOT NULL,
    request_hash    TEXT    NOT NULL,
    issued_at       BIGINT  NOT NULL,
    called_at       BIGINT  NOT NULL,
    served_at       BIGINT  NOT NULL,
    ended_at        BIGINT  NOT NULL,
    UNIQUE (office, day, home, sequence),
    UNIQUE (office, request_key)
);
CREATE INDEX tickets_queue ON tickets (office, day, status, service, priority, place, issued_seq);
CREATE INDEX tickets_number ON tickets (office, day, number);

CREATE TABLE counters (
    office TEXT   NOT NULL,
    id     TEXT   NOT NULL,
    staff  TEXT   NOT NULL,
    since  BIGINT NOT NULL,
    PRIMARY KEY (office, id)
);

CREATE TABLE staff (
    id         TEXT    PRIMARY KEY,
    office     TEXT    NOT NULL,
    username   TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    nip        TEXT    NOT NULL,
    password   TEXT    NOT NULL,
    roles      TEXT    NOT NULL,
    active     BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL,
    UNIQUE (office, username)
);

CREATE TABLE sessions (
    hash       TEXT   PRIMARY KEY,
    staff      TEXT   NOT NULL REFERENCES staff (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE devices (
    id         TEXT   PRIMARY KEY,
    office     TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    token_hash TEXT   NOT NULL UNIQUE,
    state      TEXT   NOT NULL,
    seen_at    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL
);

CREATE TABLE seekers (
    id         TEXT   PRIMARY KEY,
    office     TEXT   NOT NULL,
    nik_sealed TEXT   NOT NULL,
    nik_mark   TEXT   NOT NULL,
    data       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (office, nik_mark)
);

CREATE TABLE sequences (
    office TEXT   NOT NULL,
    name   TEXT   NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (office, name)
);

CREATE TABLE cards (
    id         TEXT   PRIMARY KEY,
    office     TEXT   NOT NULL,
    number     TEXT   NOT NULL,
    seeker     TEXT   NOT NULL REFERENCES seekers (id),
    ticket     TEXT   NOT NULL,
    issued_on  TEXT   NOT NULL,
    expires_on TEXT   NOT NULL,
    jws        TEXT   NOT NULL,
    issued_by  TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (office, number)
);
CREATE INDEX cards_seeker ON cards (seeker, created_at);
CREATE INDEX cards_ticket ON cards (ticket);
