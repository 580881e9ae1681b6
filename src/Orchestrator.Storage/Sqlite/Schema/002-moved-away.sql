-- Where a plant's journal goes on since it was moved away; such a plant is read here and never taken over again.
ALTER TABLE heads ADD COLUMN moved_to TEXT;

CREATE TRIGGER plants_that_moved_stay_away BEFORE UPDATE ON heads
WHEN old.moved_to IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a plant that was moved away is not changed here');
END;
