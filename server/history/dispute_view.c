#include "history/dispute_view.h"

#include "history/scrub.h"

const char *dispute_words_shown(h2o_mem_pool_t *pool, enum dispute_actor by, const char *words,
                                enum audience audience)
{
    bool own = (by == BY_OWNER && audience == AUDIENCE_OWNER) ||
               (by == BY_WORKSHOP && audience == AUDIENCE_WORKSHOP);
    bool found = false;

    if (words == NULL || own || by == BY_SUPERVISOR || audience == AUDIENCE_SUPERVISOR)
        return words;
    return scrub_text(pool, words, &found);
}
