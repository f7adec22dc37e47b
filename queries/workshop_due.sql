-- Some workshops that have to be judged: days have changed, or it is another day.
(SELECT workshop_id, class FROM workshop_standing JOIN workshop ON workshop.id = workshop_id WHERE stale LIMIT $1::int)
 UNION ALL
(SELECT workshop_id, class FROM workshop_standing JOIN workshop ON workshop.id = workshop_id
  WHERE NOT stale AND judged_on < $2::date LIMIT $1::int)
 LIMIT $1::int
