-- What actors remembered at some turn of theirs, so that a long life is not walked again. Nothing rests on it: a row may
-- lag or be missing, and one that does not bear the plant's seal is not read.
CREATE TABLE states (
    plant    TEXT    NOT NULL,
    actor    TEXT    NOT NULL,
    position INTEGER NOT NULL CHECK (position > 0),
    version  TEXT    NOT NULL,
    edition  TEXT    NOT NULL, -- the code that folded it
    seal     BLOB    NOT NULL,
    state    BLOB    NOT NULL,
    PRIMARY KEY (plant, actor)
) WITHOUT ROWID;
