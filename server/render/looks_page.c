#include "render/looks_page.h"

#include <string.h>

#include "core/csv_text.h"
#include "render/vehicle_parts.h"

enum { LINE_BYTES = 128 };

static void give_choices(const struct page *page, json_t *model, const char *name,
                         const struct choice *choices, size_t count, const char *chosen)
{
    json_t *list = give_list(model, name);

    for (size_t i = 0; i < count; i++) {
        const char *word =
            choices[i].name != NULL ? choices[i].name : page_word(page, "purpose", choices[i].value);
        json_t *item = add_item(list);

        give_text(item, "value", choices[i].value);
        give_text(item, "name", word == NULL ? choices[i].value : word);
        give_flag(item, "chosen", chosen != NULL && strcmp(chosen, choices[i].value) == 0);
    }
}

/* What a link carries on; all of it was read and holds nothing that needs an escape. */
static const char *filter_query(const struct page *page, const struct looks_filter *f)
{
#define OR_EMPTY(text) ((text) == NULL ? "" : (text))
    return page_text(page, "purpose=%s&client=%s&from=%s&to=%s", OR_EMPTY(f->purpose), OR_EMPTY(f->client),
                     OR_EMPTY(f->from), OR_EMPTY(f->to));
#undef OR_EMPTY
}

static void give_filter(const struct page *page, json_t *model, const struct looks_shown *looks)
{
    const struct looks_filter *f = &looks->filter;
    bool wrong = f->from_wrong || f->to_wrong || f->order_wrong;

    give_choices(page, model, "purposes", looks->purposes, looks->purpose_count, f->purpose);
    give_choices(page, model, "clients", looks->clients, looks->client_count, f->client);
    give_text(model, "from", f->from);
    give_text(model, "to", f->to);
    give_flag(model, "from_wrong", f->from_wrong);
    give_flag(model, "to_wrong", f->to_wrong);
    give_flag(model, "order_wrong", f->order_wrong);
    give_flag(model, "to_marked", f->to_wrong || f->order_wrong);
    give_flag(model, "wrong", wrong);
    give_flag(model, "filtered", f->purpose != NULL || f->client != NULL || f->from != NULL || f->to != NULL);
    give_text(model, "query", wrong ? NULL : filter_query(page, f));
}

h2o_iovec_t looks_page(const struct page *page, const struct looks_shown *looks)
{
    json_t *model = json_object(), *list = give_list(model, "looks");

    give_text(model, "handle", looks->handle);
    give_filter(page, model, looks);
    for (size_t i = 0; i < looks->count; i++)
        give_look(page, list, &looks->line[i]);
    give_flag(model, "no_looks", looks->count == 0);
    give_flag(model, "later", looks->later);
    if (looks->next != NULL)
        give_text(model, "next",
                  page_text(page, "%s&after=%s", filter_query(page, &looks->filter), looks->next));
    return page_render(page, "looks", model);
}

static void put_look(const struct page *page, struct csv_text *t, const struct look *look)
{
    const char *word = look->purpose == NULL ? NULL : page_word(page, "purpose", look->purpose);

    csv_cell(t, moment_text(page, look->at));
    csv_cell(t, looker_words(page, look));
    csv_cell(t, word == NULL ? look->purpose : word);
    csv_cell(t, look->reference);
    csv_line_end(t);
}

h2o_iovec_t looks_table(const struct page *page, const struct look *line, size_t count, bool cut)
{
    static const char *const columns[] = {"at", "who", "purpose", "reference"};
    struct csv_text t = csv_text_new(page->pool, (count + 2) * LINE_BYTES);

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        csv_cell(&t, page_word(page, "look", columns[i]));
    csv_line_end(&t);
    for (size_t i = 0; i < count; i++)
        put_look(page, &t, &line[i]);
    if (cut) {
        csv_cell(&t, page_word(page, "look", "cut"));
        csv_line_end(&t);
    }
    return csv_text_bytes(&t);
}
