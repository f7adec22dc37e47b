#include "render/sign_in_page.h"

#include "render/page_model.h"

h2o_iovec_t sign_in_page(const struct page *page, enum sign_in_notice notice, const char *phone)
{
    json_t *model = json_object();

    give_flag(model, "needed", notice == SIGN_IN_NEEDED);
    give_flag(model, "signed_out", notice == SIGN_IN_SIGNED_OUT);
    give_flag(model, "signed_out_all", notice == SIGN_IN_SIGNED_OUT_ALL);
    give_flag(model, "closed", notice == SIGN_IN_CLOSED);
    give_flag(model, "malformed", notice == SIGN_IN_PHONE_MALFORMED);
    give_flag(model, "too_many", notice == SIGN_IN_TOO_MANY);
    give_flag(model, "wrong", notice == SIGN_IN_PHONE_MALFORMED || notice == SIGN_IN_TOO_MANY);
    give_text(model, "phone", phone);
    return page_render(page, "sign_in", model);
}

h2o_iovec_t code_page(const struct page *page, enum code_notice notice, const char *phone_masked,
                      bool waiting)
{
    json_t *model = json_object();

    give_flag(model, "mistaken", notice == CODE_WRONG);
    give_flag(model, "ended", notice == CODE_ENDED);
    give_flag(model, "wrong", notice != CODE_SENT);
    give_text(model, "phone", phone_masked);
    give_flag(model, "waiting", waiting);
    return page_render(page, "code", model);
}
