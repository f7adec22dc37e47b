#include "render/review_part.h"

static const char *reason_words(const struct page *page, const struct review_view *review)
{
    if (review->state != REVIEW_REFUSED || review->holder || review->reason == REVIEW_REASON_COUNT)
        return NULL;
    return page_word(page, "review_reason", review_reason_code(review->reason));
}

void give_review(const struct page *page, json_t *model, const struct review_view *review)
{
    char masked[VIN_LENGTH + 1];

    give_text(model, "review", review->handle);
    give_text(
        model, "kind",
        page_word(page, "review_kind", review->holder ? "twice_holder" : review_kind_code(review->kind)));
    give_flag(model, "holder", review->holder);
    give_flag(model, "licence", review->kind == REVIEW_LICENCE);
    give_text(model, "masked",
              review->kind == REVIEW_LICENCE ? review->company : vin_masked(&review->vin, masked));
    give_text(model, "state", page_word(page, "review_state", review_state_code(review->state)));
    give_flag(model, "open", review->state == REVIEW_OPEN);
    give_flag(model, "approved", review->state == REVIEW_APPROVED);
    give_flag(model, "refused", review->state == REVIEW_REFUSED);
    give_flag(model, "second", review->round == 2);
    give_text(model, "asked_at", moment_words(page, review->asked_at));
    give_text(model, "decided_at", review->decided_at == 0 ? NULL : moment_words(page, review->decided_at));
    give_text(model, "reason", reason_words(page, review));
    give_text(model, "words", review->state == REVIEW_REFUSED && !review->holder ? review->words : NULL);
}
