#include "commands/import_resume.h"

#include <stdio.h>
#include <string.h>

static bool next(struct line_reader *reader, struct import_start *start)
{
    start->any = line_reader_next(reader, &start->text, &start->length);
    return start->any;
}

static bool is_where_it_stopped(const struct line_reader *reader, const struct import_note *note)
{
    struct import_note here;

    line_reader_position(reader, &here.bytes, &here.lines, here.digest);
    return here.bytes == note->bytes && here.lines == note->lines &&
           memcmp(here.digest, note->digest, sizeof(here.digest)) == 0;
}

/* Reads what is stored; whether it is the same that was read then. */
static bool pass_over(struct import *import, struct line_reader *reader, struct import_start *start)
{
    struct progress *progress = &import->intake.progress;

    progress_move(progress, reader->bytes, 1);
    while (reader->number < import->intake.note.lines && next(reader, start))
        progress_move(progress, reader->bytes - progress->done, 1);
    return is_where_it_stopped(reader, &import->intake.note);
}

static bool begin_again(struct import *import, struct line_reader *reader, struct import_start *start)
{
    const char *sentence = start->can_rewind ? "it is imported from its start"
                                             : "nothing is imported; --from-start imports it from its start";

    fprintf(stderr,
            "chedang import: an import of this was interrupted, but what comes now is not what was read "
            "then: %s.\n",
            sentence);
    progress_restart(&import->intake.progress);
    return start->can_rewind && line_reader_rewind(reader) && (next(reader, start) || !reader->broken);
}

bool import_find_start(struct import *import, struct line_reader *reader, struct import_start *start)
{
    struct intake *intake = &import->intake;
    bool found;

    if (!next(reader, start))
        return true;
    intake->note.source = keyed_hash(intake->database.keys, KEY_SOURCE, start->text, start->length);
    intake->reader = reader;
    if (!import_note_find(&intake->database, &intake->note, &found)) {
        fprintf(stderr, "chedang import: how far it has come cannot be read: %s.\n",
                intake->database.sentence);
        return false;
    }
    if (!found || start->from_start)
        return true;
    if (!pass_over(import, reader, start))
        return begin_again(import, reader, start);
    fprintf(stderr, "chedang import: %llu lines were imported before; it goes on behind them.\n",
            (unsigned long long)intake->note.lines);
    progress_pass(&intake->progress);
    start->resumed = true;
    next(reader, start);
    return true;
}
