#include "render/review_page.h"

#include "render/photo_part.h"
#include "render/review_part.h"

static void give_form(const struct page *page, json_t *model, const struct papers_form *form)
{
    give_flag(model, "incomplete", form->notice == PAPERS_INCOMPLETE);
    give_flag(model, "tried", form->notice == PAPERS_TRIED);
    give_photo_fields(page, model, form->photo, form->photo_count);
}

h2o_iovec_t papers_page(const struct page *page, const struct papers_form *form)
{
    json_t *model = json_object();

    give_form(page, model, form);
    give_flag(model, "too_many", form->notice == PAPERS_TOO_MANY);
    give_flag(model, "under_way", form->notice == PAPERS_UNDER_WAY);
    give_flag(model, "held", form->notice == PAPERS_HELD);
    give_text(model, "open_most", number_words(page, form->open_most));
    give_text(model, "ticket", form->ticket);
    give_text(model, "vin", form->vin);
    give_flag(model, "vin_wrong", form->vin_wrong);
    return page_render(page, "papers", model);
}

h2o_iovec_t review_page(const struct page *page, const struct review_view *review,
                        const struct papers_form *form)
{
    json_t *model = json_object();

    give_form(page, model, form);
    give_flag(model, "late", form->notice == PAPERS_LATE);
    give_review(page, model, review);
    give_flag(model, "may_go_on", review_may_go_on(review));
    give_flag(model, "may_send", review_may_send(review));
    give_flag(model, "sent", review->sent);
    give_flag(model, "twice", review->kind == REVIEW_TWICE);
    give_flag(model, "final", review->state == REVIEW_REFUSED && review->round == 2 && !review->holder);
    return page_render(page, "review", model);
}
