-- Notes up to which vehicle those are counted; nothing: all of them.
UPDATE workshop_position SET swept = decode($1::text, 'hex')
