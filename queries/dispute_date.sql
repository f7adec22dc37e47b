-- Gives a day to the turns that an upload began.
UPDATE dispute SET due_on = $1::date WHERE state = 'corrected' AND due_on IS NULL
