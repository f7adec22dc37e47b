#include "render/garage_page.h"

#include "render/review_part.h"

static void give_owned(const struct page *page, json_t *item, const struct owned *owned)
{
    give_text(item, "handle", owned->handle);
    give_text(item, "vin", owned->vin);
    give_text(item, "vehicle_name", vehicle_words(page, owned->maker_zh, owned->maker_en, owned->model_year));
    if (owned->until != 0) {
        give_text(item, "until", moment_words(page, owned->until));
        return;
    }
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
                          const struct review_view *reviews, size_t review_count, bool left)
{
    json_t *model = json_object(), *vehicles = give_list(model, "vehicles");
    json_t *list = give_list(model, "reviews"), *former = give_list(model, "former"),
           *lent = give_list(model, "lent");

    for (size_t i = 0; i < count; i++) {
        json_t *list_of = owned[i].until != 0 ? lent : owned[i].ended == NULL ? vehicles : former;

        give_owned(page, add_item(list_of), &owned[i]);
    }
    give_flag(model, "none", json_array_size(vehicles) == 0);
    give_flag(model, "has_former", json_array_size(former) > 0);
    give_flag(model, "some_lent", json_array_size(lent) > 0);
    give_flag(model, "left", left);
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
