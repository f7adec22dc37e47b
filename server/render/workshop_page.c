#include "render/workshop_page.h"

#include "render/page_model.h"

h2o_iovec_t workshop_sign_in_page(const struct page *page, enum workshop_notice notice, const char *code)
{
    json_t *model = json_object();

    give_flag(model, "needed", notice == WORKSHOP_NEEDED);
    give_flag(model, "signed_out", notice == WORKSHOP_SIGNED_OUT);
    give_flag(model, "refused", notice == WORKSHOP_REFUSED);
    give_flag(model, "too_many", notice == WORKSHOP_TOO_MANY);
    give_text(model, "code", code);
    return page_render(page, "workshop_sign_in", model);
}
