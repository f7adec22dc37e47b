/*
 * quality - what the project reads out of the texts on standard input, one a line; driven by run.py
 *
 *   quality work | part | fault   codes of works, parts and signals; letters, and known ones
 *   quality personal              the text as others see it
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "history/lexicon.h"
#include "history/scrub.h"
#include "history/text.h"

static void tell_codes(h2o_mem_pool_t *pool, const char *kind, const char *line)
{
    const char *text = text_folded(pool, line);
    char words[CODES_TEXT];
    work_codes works = 0;
    part_codes parts = 0;
    signal_codes signals = 0;

    if (strcmp(kind, "work") == 0)
        lexicon_read_work(text, &works, &signals);
    else if (strcmp(kind, "part") == 0)
        lexicon_read_part(text, &parts, &signals);
    else
        lexicon_read_fault(text, &signals);
    struct lexicon_coverage coverage = lexicon_coverage(text);
    printf("%s\t", codes_text(CODES_OF_WORK, works, words));
    printf("%s\t", codes_text(CODES_OF_PARTS, parts, words));
    printf("%s\t%u\t%u\n", codes_text(CODES_OF_SIGNALS, signals, words), coverage.letters, coverage.known);
}

int main(int argc, char **argv)
{
    static const char *const kinds[] = {"work", "part", "fault", "personal"};
    size_t room = 0, kind = 0;
    char *line = NULL;
    ssize_t length;

    while (kind < 4 && (argc != 2 || strcmp(argv[1], kinds[kind]) != 0))
        kind++;
    if (kind == 4) {
        fprintf(stderr, "usage: quality work | part | fault | personal\n");
        return 2;
    }
    while ((length = getline(&line, &room, stdin)) > 0) {
        h2o_mem_pool_t pool;
        bool found = false;

        h2o_mem_init_pool(&pool);
        line[strcspn(line, "\n")] = '\0';
        if (kind == 3)
            printf("%s\n", scrub_text(&pool, line, &found));
        else
            tell_codes(&pool, kinds[kind], line);
        h2o_mem_clear_pool(&pool);
    }
    free(line);
    return 0;
}
