#include "render/staff_page.h"

#include "render/page_model.h"

h2o_iovec_t staff_sign_in_page(const struct page *page, enum staff_sign_in_notice notice, const char *name)
{
    json_t *model = json_object();

    give_flag(model, "needed", notice == STAFF_SIGN_IN_NEEDED);
    give_flag(model, "signed_out", notice == STAFF_SIGN_IN_SIGNED_OUT);
    give_flag(model, "incomplete", notice == STAFF_SIGN_IN_INCOMPLETE);
    give_flag(model, "wrong", notice == STAFF_SIGN_IN_WRONG);
    give_flag(model, "too_many", notice == STAFF_SIGN_IN_TOO_MANY);
    give_text(model, "name", name);
    return page_render(page, "staff_sign_in", model);
}

h2o_iovec_t staff_page(const struct page *page, const char *name, bool reviews, bool supervises)
{
    json_t *model = json_object();

    give_text(model, "name", name);
    give_flag(model, "reviews", reviews);
    give_flag(model, "supervises", supervises);
    return page_render(page, "staff", model);
}
