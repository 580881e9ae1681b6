-- The journal of one or more plants: who may append, what was decided, and where each actor's memory ends.

-- "ORJL": tells a journal from any other SQLite file.
PRAGMA application_id = 1330793036;

CREATE TABLE schema_version (
    version INTEGER NOT NULL PRIMARY KEY
);

-- One row a plant: its owner under the current epoch, and the last turn.
CREATE TABLE heads (
    plant        TEXT    NOT NULL PRIMARY KEY,
    owner        TEXT    NOT NULL,
    epoch        INTEGER NOT NULL CHECK (epoch > 0),
    position     INTEGER NOT NULL CHECK (position >= 0),
    hash         BLOB    NOT NULL,
    last_turn_at TEXT
) WITHOUT ROWID;

-- One row a turn, never changed. body is the turn's JSON, byte for byte as it was hashed; links tells for each actor
-- written at which position it was written before (0: never), so one actor's memory is a walk.
CREATE TABLE turns (
    plant    TEXT    NOT NULL REFERENCES heads (plant),
    position INTEGER NOT NULL CHECK (position > 0),
    id       TEXT    NOT NULL,
    write_id TEXT    NOT NULL,
    hash     BLOB    NOT NULL CHECK (length(hash) = 32),
    links    TEXT    NOT NULL,
    body     BLOB    NOT NULL,
    PRIMARY KEY (plant, position),
    UNIQUE (plant, id)
);

-- One row an actor that was ever written: its version and the turn that gave it.
CREATE TABLE actors (
    plant    TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    version  TEXT    NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (plant, actor),
    FOREIGN KEY (plant, position) REFERENCES turns (plant, position)
) WITHOUT ROWID;

CREATE TRIGGER turns_are_never_changed BEFORE UPDATE ON turns
BEGIN
    SELECT RAISE(ABORT, 'a recorded turn is never changed');
END;

CREATE TRIGGER turns_are_never_removed BEFORE DELETE ON turns
BEGIN
    SELECT RAISE(ABORT, 'a recorded turn is never removed');
END;

CREATE TRIGGER heads_never_go_back BEFORE UPDATE ON heads
WHEN new.epoch < old.epoch OR new.position < old.position
BEGIN
    SELECT RAISE(ABORT, 'a plant''s head never goes back');
END;

CREATE TRIGGER heads_are_never_removed BEFORE DELETE ON heads
BEGIN
    SELECT RAISE(ABORT, 'a plant''s head is never removed');
END;
