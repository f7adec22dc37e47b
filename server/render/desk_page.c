#include "render/desk_page.h"

#include "render/review_part.h"

h2o_iovec_t desk_page(const struct page *page, const struct desk_line *line, size_t count, long waiting)
{
    json_t *model = json_object(), *lines = give_list(model, "lines");

    give_flag(model, "none", count == 0);
    give_count(page, model, "waiting", waiting);
    for (size_t i = 0; i < count; i++) {
        json_t *item = add_item(lines);

        give_text(item, "handle", line[i].handle);
        give_text(item, "kind", page_word(page, "review_kind", review_kind_code(line[i].kind)));
        give_flag(item, "second", line[i].round == 2);
        give_flag(item, "bare", line[i].bare);
        give_text(item, "asked_at", moment_words(page, line[i].asked_at));
    }
    return page_render(page, "desk", model);
}

static void give_reasons(const struct page *page, json_t *model, enum review_kind kind,
                         enum review_reason chosen)
{
    json_t *reasons = give_list(model, "reasons");

    for (int reason = 0; reason < REVIEW_REASON_COUNT; reason++) {
        const char *code = review_reason_code((enum review_reason)reason);

        if (!review_reason_fits(kind, (enum review_reason)reason))
            continue;
        json_t *item = add_item(reasons);

        give_text(item, "code", code);
        give_text(item, "name", page_word(page, "review_reason", code));
        give_flag(item, "chosen", (enum review_reason)reason == chosen);
    }
}

static void give_form(const struct page *page, json_t *model, enum review_kind kind,
                      const struct desk_form *form)
{
    give_flag(model, "incomplete", form->notice == DESK_INCOMPLETE);
    give_flag(model, "late", form->notice == DESK_LATE);
    give_flag(model, "unregistered", form->notice == DESK_UNREGISTERED);
    give_flag(model, "moved", form->notice == DESK_MOVED);
    give_flag(model, "taken", form->notice == DESK_TAKEN);
    give_flag(model, "approves", form->approves);
    give_flag(model, "refuses", form->refuses);
    give_reasons(page, model, kind, form->reason);
    give_text(model, "typed", form->words);
    give_text(model, "words_most", number_words(page, REVIEW_WORDS_MOST));
    give_flag(model, "decision_wrong", form->decision_wrong);
    give_flag(model, "reason_wrong", form->reason_wrong);
    give_flag(model, "words_wrong", form->words_wrong);
}

static void give_photos(const struct page *page, json_t *model, const struct desk_case *c)
{
    json_t *photos = give_list(model, "shown");

    for (size_t i = 0; i < c->photo_count; i++) {
        json_t *item = add_item(photos);

        give_text(item, "name", c->photo[i]);
        give_text(item, "label", page_word(page, "photo", c->photo[i]));
    }
}

h2o_iovec_t desk_case_page(const struct page *page, const struct desk_case *c, const struct desk_form *form)
{
    json_t *model = json_object();

    give_review(page, model, &c->review);
    give_text(model, "vin",
              c->review.state == REVIEW_OPEN && c->review.kind != REVIEW_LICENCE ? c->review.vin.text : NULL);
    give_text(model, "company_code", c->review.company_code);
    give_flag(model, "twice", c->review.kind == REVIEW_TWICE);
    give_flag(model, "bare", c->photo_count == 0);
    give_text(model, "decider", c->decider);
    give_text(model, "revision", c->revision);
    give_text(model, "held_since", date_words(page, c->held_since));
    give_text(model, "exporter", c->exporter);
    give_flag(model, "held_by_another", c->held_by_another && c->review.kind != REVIEW_EXPORT);
    give_flag(model, "held_here", c->held_by_another && c->review.kind == REVIEW_EXPORT);
    give_flag(model, "own", c->own && c->review.state == REVIEW_OPEN);
    give_flag(model, "may_decide", c->review.state == REVIEW_OPEN && !c->own);
    give_photos(page, model, c);
    give_form(page, model, c->review.kind, form);
    return page_render(page, "desk_case", model);
}
