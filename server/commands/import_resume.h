/*
 * import_resume - where an import begins: at the start, or behind what an interrupted one has stored
 */
#pragma once

#include "commands/import_entry.h"
#include "commands/line_reader.h"

struct import_start {
    bool from_start, can_rewind; /* asked for; a file rather than standard input */
    bool any;                    /* the line to begin with */
    const char *text;
    size_t length;
    bool resumed; /* behind what import->intake.note says */
};

/*
 * Reads the first line of a reader that was just opened, by which the input is known, and, where a note says
 * that it was imported up to some line, everything to there without looking at it. When that is not what was
 * read then, a file begins at its start and standard input is refused. False after a sentence.
 */
bool MUST_CHECK import_find_start(struct import *import, struct line_reader *reader,
                                  struct import_start *start);
