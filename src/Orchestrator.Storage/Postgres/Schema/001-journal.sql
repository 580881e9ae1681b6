-- The journal of one or more plants: who may append, what was decided, and where each actor's memory ends.

CREATE TABLE journal.schema_version (
    version integer NOT NULL PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now()
);

-- One row a plant: its owner under the current epoch, and the last turn. Locked by every append before it checks anything.
CREATE TABLE journal.heads (
    plant        text   COLLATE "C" NOT NULL PRIMARY KEY,
    owner        text   NOT NULL,
    epoch        bigint NOT NULL CHECK (epoch > 0),
    position     bigint NOT NULL CHECK (position >= 0),
    hash         bytea  NOT NULL,
    last_turn_at text,
    moved_to     text -- where the plant's journal goes on since it was moved away; such a plant is read here and never taken over again
) WITH (fillfactor = 50);

-- One row a turn, never changed. body is the turn's JSON, byte for byte as it was hashed; links tells for each actor
-- written at which position it was written before (0: never), so one actor's memory is a walk.
CREATE TABLE journal.turns (
    plant    text   COLLATE "C" NOT NULL,
    position bigint NOT NULL CHECK (position > 0),
    id       text   COLLATE "C" NOT NULL,
    write_id text   COLLATE "C" NOT NULL,
    hash     bytea  NOT NULL CHECK (length(hash) = 32),
    links    text   NOT NULL,
    body     bytea  NOT NULL,
    PRIMARY KEY (plant, position),
    UNIQUE (plant, id)
);

-- One row an actor that was ever written: its version and the turn that gave it.
CREATE TABLE journal.actors (
    plant    text   COLLATE "C" NOT NULL,
    actor    text   COLLATE "C" NOT NULL,
    version  text   COLLATE "C" NOT NULL,
    position bigint NOT NULL CHECK (position > 0),
    PRIMARY KEY (plant, actor)
) WITH (fillfactor = 70);

CREATE FUNCTION journal.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER turns_are_never_changed BEFORE UPDATE OR DELETE OR TRUNCATE ON journal.turns
    FOR EACH STATEMENT EXECUTE FUNCTION journal.refuse('a recorded turn is never changed and never removed');

CREATE TRIGGER heads_are_never_removed BEFORE DELETE OR TRUNCATE ON journal.heads
    FOR EACH STATEMENT EXECUTE FUNCTION journal.refuse('a plant''s head is never removed');

CREATE TRIGGER heads_never_go_back BEFORE UPDATE ON journal.heads FOR EACH ROW
    WHEN (new.epoch < old.epoch OR new.position < old.position)
    EXECUTE FUNCTION journal.refuse('a plant''s head never goes back');

CREATE TRIGGER plants_that_moved_stay_away BEFORE UPDATE ON journal.heads FOR EACH ROW
    WHEN (old.moved_to IS NOT NULL)
    EXECUTE FUNCTION journal.refuse('a plant that was moved away is not changed here');
