#include "render/certificates_page.h"

#include "render/page_model.h"

h2o_iovec_t certificates_page(const struct page *page, const char *handle,
                              const struct certificate_line *line, size_t count, bool partly)
{
    json_t *model = json_object(), *list = give_list(model, "certificates");

    give_text(model, "handle", handle);
    give_flag(model, "none", count == 0);
    give_flag(model, "partly", partly);
    give_text(model, "shown", number_words(page, (long)count));
    for (const struct certificate_line *l = line; l < line + count; l++) {
        json_t *item = add_item(list);

        give_text(item, "at", moment_words(page, l->at));
        give_text(item, "client", l->client);
        give_text(item, "destination", l->destination);
        give_text(item, "ground", page_word(page, "certificate_ground", l->ground));
        give_text(item, "state", page_word(page, "certificate_state", l->state));
        give_text(item, "until", date_words(page, l->until));
        give_text(item, "number", l->number);
    }
    return page_render(page, "certificates", model);
}
