#include "render/client_calls_page.h"

#include <string.h>

#include "core/csv_text.h"
#include "render/page_model.h"

enum { LINE_BYTES = 128 };

/* What a link carries on; all of it was read and holds nothing that needs an escape. */
static const char *filter_query(const struct page *page, const struct client_calls_filter *f)
{
    return page_text(page, "day=%s&purpose=%s", f->day == NULL ? "" : f->day,
                     f->purpose == NULL ? "" : f->purpose);
}

static const char *word_or_code(const struct page *page, const char *group, const char *code)
{
    const char *word = page_word(page, group, code);

    return word == NULL ? code : word;
}

static void give_filter(const struct page *page, json_t *model, const struct client_calls *calls)
{
    const struct client_calls_filter *f = &calls->filter;
    json_t *purposes = give_list(model, "purposes");

    for (enum purpose p = 0; p < PURPOSE_COUNT; p++) {
        const char *code = purpose_code(p);
        json_t *item = add_item(purposes);

        give_text(item, "value", code);
        give_text(item, "name", word_or_code(page, "purpose", code));
        give_flag(item, "chosen", f->purpose != NULL && strcmp(f->purpose, code) == 0);
    }
    give_text(model, "day", f->day);
    give_flag(model, "day_wrong", f->day_wrong);
    give_flag(model, "filtered", f->day != NULL || f->purpose != NULL);
    give_text(model, "query", f->day_wrong ? NULL : filter_query(page, f));
    give_text(model, "days", page_text(page, "%d", CALLS_DAYS));
}

h2o_iovec_t client_calls_page(const struct page *page, const struct client_calls *calls)
{
    json_t *model = json_object(), *list = give_list(model, "calls");

    give_filter(page, model, calls);
    for (size_t i = 0; i < calls->count; i++) {
        const struct client_call *call = &calls->call[i];
        json_t *item = add_item(list);

        give_text(item, "at", moment_words(page, call->at));
        give_text(item, "purpose", word_or_code(page, "purpose", call->purpose));
        give_text(item, "reference", call->reference);
        give_text(item, "outcome", word_or_code(page, "outcome", call->outcome));
    }
    give_flag(model, "no_calls", calls->count == 0);
    give_flag(model, "later", calls->later);
    if (calls->next != NULL)
        give_text(model, "next",
                  page_text(page, "%s&after=%s", filter_query(page, &calls->filter), calls->next));
    return page_render(page, "client_calls", model);
}

h2o_iovec_t client_calls_table(const struct page *page, const struct client_call *call, size_t count,
                               bool cut)
{
    static const char *const columns[] = {"at", "purpose", "reference", "outcome"};
    struct csv_text t = csv_text_new(page->pool, (count + 2) * LINE_BYTES);

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        csv_cell(&t, page_word(page, "call", columns[i]));
    csv_line_end(&t);
    for (size_t i = 0; i < count; i++) {
        csv_cell(&t, moment_text(page, call[i].at));
        csv_cell(&t, word_or_code(page, "purpose", call[i].purpose));
        csv_cell(&t, call[i].reference);
        csv_cell(&t, word_or_code(page, "outcome", call[i].outcome));
        csv_line_end(&t);
    }
    if (cut) {
        csv_cell(&t, page_word(page, "look", "cut"));
        csv_line_end(&t);
    }
    return csv_text_bytes(&t);
}
