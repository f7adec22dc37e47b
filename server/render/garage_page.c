#include "render/garage_page.h"

#include "render/page_model.h"

h2o_iovec_t vehicles_page(const struct page *page, const struct owned *owned, size_t count)
{
    json_t *model = json_object(), *vehicles = give_list(model, "vehicles");

    give_flag(model, "none", count == 0);
    for (size_t i = 0; i < count; i++) {
        json_t *vehicle = add_item(vehicles);

        give_text(vehicle, "handle", owned[i].handle);
        give_text(vehicle, "vin", owned[i].vin);
        give_text(vehicle, "vehicle_name",
                  vehicle_words(page, owned[i].maker_zh, owned[i].maker_en, owned[i].model_year));
        give_text(vehicle, "claimed_on", date_words(page, owned[i].claimed_on));
    }
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
