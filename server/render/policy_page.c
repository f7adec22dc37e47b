#include "render/policy_page.h"

#include "history/disclosure.h"
#include "render/page_model.h"

/* The field's own word for its rough form, where it has one. */
static const char *level_words(const struct page *page, const char *field, enum disclosed level)
{
    static const char *const levels[] = {"not", "roughly", "whole"};
    const char *word = level == DISCLOSED_ROUGHLY ? page_word(page, "roughly", field) : NULL;

    return word != NULL ? word : page_word(page, "disclosed", levels[level]);
}

static void give_field(const struct page *page, json_t *list, size_t field)
{
    json_t *item = add_item(list), *cells = give_list(item, "cells");
    char code[FIELD_TEXT];

    disclosure_field_code(field, code);
    give_text(item, "name", page_word(page, "disclosed_field", code));
    for (int audience = AUDIENCE_NOBODY + 1; audience < AUDIENCE_COUNT; audience++) {
        enum disclosed level = disclosure_of(field, (enum audience)audience);
        json_t *cell = add_item(cells);

        give_text(cell, "level", level_words(page, code, level));
        give_flag(cell, "hidden", level == DISCLOSED_NOT);
    }
}

h2o_iovec_t policy_page(const struct page *page)
{
    json_t *model = json_object(), *audiences = give_list(model, "audiences"),
           *fields = give_list(model, "fields");

    for (int audience = AUDIENCE_NOBODY + 1; audience < AUDIENCE_COUNT; audience++)
        give_text(add_item(audiences), "name",
                  page_word(page, "audience", audience_code((enum audience)audience)));
    for (size_t field = 0; field < disclosure_fields(); field++)
        give_field(page, fields, field);
    return page_render(page, "policy", model);
}
