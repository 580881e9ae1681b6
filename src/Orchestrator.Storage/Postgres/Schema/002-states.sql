-- What actors remembered at some turn of theirs, so that a long life is not walked again. Nothing rests on it: a row may
-- lag or be missing, and one that does not bear the plant's seal is not read.
CREATE TABLE journal.states (
    plant    text   COLLATE "C" NOT NULL,
    actor    text   COLLATE "C" NOT NULL,
    position bigint NOT NULL CHECK (position > 0),
    version  text   COLLATE "C" NOT NULL,
    edition  text   COLLATE "C" NOT NULL, -- the code that folded it
    seal     bytea  NOT NULL,
    state    bytea  NOT NULL,
    PRIMARY KEY (plant, actor)
) WITH (fillfactor = 70);
