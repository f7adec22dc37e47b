#include "render/garage_page.h"

#include "render/review_part.h"

static void give_owned(const struct page *page, json_t *item, const struct owned *owned)
{
    give_text(item, "handle", owned->handle);
    give_text(item, "vin", owned->vin);
    give_text(item, "vehicle_name", vehicle_words(page, owned->maker_zh, owned->maker_en, owned->model_year));
    give_text(item, "claimed_on", date_words(page, owned->claimed_on));
    give_text(item, "ended", owned->ended == NULL ? NULL : page_word(page, "ownership_ended", owned->ended));
}

h2o_iovec_t ended_page(const struct page *page, const char *vin, const char *ended, struct date ended_on)
{
    json_t *model = json_object();

    give_text(model, "vin", vin);
    give_text(model, "ended", page_word(page, "ownership_ended", ended));
    give_text(model, "why", page_word(page, "ownership_ended_why", ended));
    give_text(model, "ended_on", date_words(page, ended_on));
    return page_render(page, "ended", model);
}

h2o_iovec_t vehicles_page(const struct page *page, const struct owned *owned, size_t count,
                          const struct review_view *reviews, size_t review_count)
{
    json_t *model = json_object(), *vehicles = give_list(model, "vehicles");
    json_t *list = give_list(model, "reviews"), *former = give_list(model, "former");
    size_t held = 0;

    for (size_t i = 0; i < count; i++) {
        give_owned(page, add_item(owned[i].ended == NULL ? vehicles : former), &owned[i]);
        held += owned[i].ended == NULL;
    }
    give_flag(model, "none", held == 0);
    give_flag(model, "has_former", held != count);
    give_flag(model, "has_reviews", review_count != 0);
    for (size_t i = 0; i < review_count; i++)
        give_review(page, add_item(list), &reviews[i]);
    return page_render(page, "vehicles", model);
}

h2o_iovec_t claim_page(const struct page *page, enum claim_notice notice, const struct claim_form *form)
{
    static const struct claim_form untouched = {0};
    const struct claim_form *f = form == NULL ? &untouched : form;
    json_t *model = json_object();

    give_flag(model, "incomplete", notice == CLAIM_INCOMPLETE);
    give_flag(model, "refused", notice == CLAIM_REFUSED);
    give_flag(model, "too_many", notice == CLAIM_TOO_MANY);
    give_text(model, "vin", f->vin);
    give_text(model, "plate", f->plate);
    give_text(model, "engine_no", f->engine_no);
    give_text(model, "registration_no", f->registration_no);
    give_flag(model, "vin_wrong", f->vin_wrong);
    give_flag(model, "plate_wrong", f->plate_wrong);
    give_flag(model, "engine_no_wrong", f->engine_no_wrong);
    give_flag(model, "registration_no_wrong", f->registration_no_wrong);
    return page_render(page, "claim", model);
}
