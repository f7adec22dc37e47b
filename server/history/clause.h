/*
 * clause - who does what to which thing: the grammar of names of work
 *
 * A clause ends at a comma; in it, lists are parted by 、 or a blank. 更换前纵梁、B柱 and 前纵梁、B柱更换 are
 * both done to both; 检查前纵梁、更换前保险杠 are two deeds on two things.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "history/codes.h"
#include "history/phrase.h"

/* What was done to a thing, the weightier later. */
enum deed { DEED_NOT_TOLD, DEED_LOOKED, DEED_PAINTED, DEED_BURST, DEED_REPAIRED, DEED_RENEWED };

struct act {
    const struct phrase *thing;
    enum deed deed;
    bool in_part;  /* something behind it names a part of it, or what sits there */
    bool followed; /* by another thing of its list, right behind it */
    /* While a clause is read: what stands before it and behind it, what is behind it but touches the next. */
    enum deed before, behind, touching;
    unsigned segment;
};

enum { ACTS_MOST = 48 }; /* of one clause: what goes beyond is a clause of its own */

struct clause {
    struct act acts[ACTS_MOST];
    size_t count;
    work_codes works;     /* of the deeds themselves: 检查, 清洗, 喷漆 */
    signal_codes damages; /* that are stated */
};

/* Over phrases as phrases_in() gives them, which have to stay. */
struct clauses {
    const struct phrase_found *found;
    size_t count, next;
};
struct clauses clauses_of(const struct phrase_found *found, size_t count);
/* The next clause; false when there is none. */
bool clause_next(struct clauses *clauses, struct clause *clause);
