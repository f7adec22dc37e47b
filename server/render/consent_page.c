#include "render/consent_page.h"

#include "render/page_model.h"

h2o_iovec_t consent_ask_page(const struct page *page, enum consent_notice notice,
                             const struct consent_form *form)
{
    json_t *model = json_object();

    give_flag(model, "incomplete", notice == CONSENT_INCOMPLETE);
    give_flag(model, "too_many", notice == CONSENT_TOO_MANY);
    give_text(model, "vehicle", form->vehicle);
    give_text(model, "phone", form->phone);
    give_text(model, "days", form->days);
    give_flag(model, "vehicle_wrong", form->vehicle_wrong);
    give_flag(model, "phone_malformed", form->phone_wrong);
    give_flag(model, "phone_own", form->phone_own);
    give_flag(model, "phone_wrong", form->phone_wrong || form->phone_own);
    give_flag(model, "days_wrong", form->days_wrong);
    return page_render(page, "consent", model);
}

h2o_iovec_t consent_code_page(const struct page *page, enum code_notice notice, bool full,
                              const char *phone_masked)
{
    json_t *model = json_object();

    give_flag(model, "mistaken", notice == CODE_WRONG);
    give_flag(model, "ended", notice == CODE_ENDED);
    give_flag(model, "full", full);
    give_text(model, "phone", phone_masked);
    return page_render(page, "consent_code", model);
}
