#include "render/certificate_batch_page.h"

#include <string.h>

#include "core/csv_text.h"
#include "render/certificate_refusal.h"
#include "render/page_model.h"

enum { LINE_BYTES = 160, WHOLE = 100 };

static void give_batch(const struct page *page, json_t *model, const struct batch_shown *b)
{
    give_text(model, "batch", b->handle);
    give_text(model, "sent", moment_words(page, b->sent_at));
    give_text(model, "lines", number_words(page, b->lines));
    give_text(model, "done", number_words(page, b->lines - b->waiting));
    give_text(model, "issued", number_words(page, b->issued));
    give_text(model, "refused", number_words(page, b->refused));
    give_flag(model, "under_way", b->waiting != 0);
    give_flag(model, "any_issued", b->issued != 0);
}

h2o_iovec_t certificate_batches_page(const struct page *page, enum batch_notice notice, const char *once,
                                     const struct batch_shown *batch, size_t count)
{
    static const char *const words[] = {
        [BATCH_NO_FILE] = "no_file", [BATCH_TOO_LARGE] = "too_large",           [BATCH_NOT_UTF8] = "not_utf8",
        [BATCH_NO_LINE] = "no_line", [BATCH_TOO_MANY_LINES] = "too_many_lines", [BATCH_TOO_MANY] = "too_many",
    };
    json_t *model = json_object(), *list = give_list(model, "batches");

    give_text(model, "once", once);
    give_text(model, "wrong", notice == BATCH_PLAIN ? NULL : page_word(page, "batch_fault", words[notice]));
    give_text(model, "lines_most", page_text(page, "%d", BATCH_LINES_MOST));
    give_text(model, "kib_most", page_text(page, "%d", BATCH_KIB_MOST));
    give_text(model, "days", page_text(page, "%d", BATCH_DAYS));
    give_flag(model, "none", count == 0);
    for (size_t i = 0; i < count; i++)
        give_batch(page, add_item(list), &batch[i]);
    return page_render(page, "certificate_batches", model);
}

h2o_iovec_t certificate_batch_page(const struct page *page, const struct batch_shown *batch,
                                   const struct batch_line *line, size_t count, bool still)
{
    json_t *model = json_object(), *list = give_list(model, "rows");

    give_batch(page, model, batch);
    give_flag(model, "still", still);
    give_text(model, "days", page_text(page, "%d", BATCH_DAYS));
    give_text(model, "width",
              page_text(page, "%ld%%",
                        (batch->lines - batch->waiting) * WHOLE / (batch->lines == 0 ? 1 : batch->lines)));
    for (const struct batch_line *l = line; l < line + count; l++) {
        json_t *item = add_item(list);

        give_text(item, "line", number_words(page, l->line));
        give_text(item, "reference", l->reference);
        give_text(item, "state", page_word(page, "batch_state", l->state));
        give_text(item, "why", l->code == NULL ? NULL : refusal_words(page, l->code, l->pointer));
        give_text(item, "number", l->number);
    }
    return page_render(page, "certificate_batch", model);
}

h2o_iovec_t certificate_batch_table(const struct page *page, const struct batch_line *line, size_t count)
{
    static const char *const columns[] = {"line",        "reference", "state", "number",
                                          "valid_until", "code",      "why"};
    struct csv_text t = csv_text_new(page->pool, (count + 1) * LINE_BYTES);

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        csv_cell(&t, page_word(page, "certificate_column", columns[i]));
    csv_line_end(&t);
    for (const struct batch_line *l = line; l < line + count; l++) {
        char until[DATE_TEXT];

        csv_cell(&t, page_text(page, "%ld", l->line));
        csv_cell(&t, l->reference);
        csv_cell(&t, page_word(page, "batch_state", l->state));
        csv_cell(&t, l->number);
        csv_cell(&t, l->number == NULL ? NULL : date_text(l->valid_until, until));
        csv_cell(&t, l->code);
        csv_cell(&t, l->code == NULL ? NULL : refusal_words(page, l->code, l->pointer));
        csv_line_end(&t);
    }
    return csv_text_bytes(&t);
}
