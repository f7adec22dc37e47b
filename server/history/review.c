#include "history/review.h"

#include "history/text.h"

static const char *const kinds[REVIEW_KIND_COUNT] = {"document", "twice", "licence", "export"};
static const char *const states[REVIEW_STATE_COUNT] = {"open", "approved", "refused"};
static const char *const reasons[REVIEW_REASON_COUNT] = {
    [REVIEW_UNREADABLE] = "unreadable",     [REVIEW_OTHER_VEHICLE] = "other_vehicle",
    [REVIEW_OTHER_PERSON] = "other_person", [REVIEW_NOT_HOLDER] = "not_holder",
    [REVIEW_EXPIRED] = "expired",           [REVIEW_OTHER_COMPANY] = "other_company",
    [REVIEW_CLIENT_ENDED] = "client_ended", [REVIEW_OTHER] = "other",
};

const char *review_kind_code(enum review_kind kind)
{
    return kinds[kind];
}

const char *review_state_code(enum review_state state)
{
    return states[state];
}

const char *review_reason_code(enum review_reason reason)
{
    return reasons[reason];
}

enum review_kind review_kind_of(const char *code)
{
    return (enum review_kind)text_among(kinds, REVIEW_KIND_COUNT, code);
}

enum review_state review_state_of(const char *code)
{
    return (enum review_state)text_among(states, REVIEW_STATE_COUNT, code);
}

enum review_reason review_reason_of(const char *code)
{
    return (enum review_reason)text_among(reasons, REVIEW_REASON_COUNT, code);
}

bool review_reason_fits(enum review_kind kind, enum review_reason reason)
{
    bool of_both = reason == REVIEW_UNREADABLE || reason == REVIEW_EXPIRED || reason == REVIEW_OTHER;

    if (reason == REVIEW_CLIENT_ENDED)
        return false;
    if (kind == REVIEW_EXPORT)
        return of_both || reason == REVIEW_OTHER_VEHICLE;
    return of_both || (kind == REVIEW_LICENCE) == (reason == REVIEW_OTHER_COMPANY);
}

bool review_may_go_on(const struct review_view *review)
{
    return review->state == REVIEW_REFUSED && review->round == 1 && !review->holder &&
           review->kind != REVIEW_EXPORT;
}

bool review_may_send(const struct review_view *review)
{
    return review_may_go_on(review) || (review->state == REVIEW_OPEN && review->kind == REVIEW_TWICE);
}
