#include "render/page.h"

#include <string.h>

#include "render/page_model.h"

h2o_iovec_t front_page(const struct page *page)
{
    return page_render(page, "front", json_object());
}

/* Which of the explanations in fault.html fits; the others are told in general words. */
static const char *explanation(enum fault fault)
{
    switch (fault) {
    case FAULT_FORM_EXPIRED: return "form_expired";
    case FAULT_SIGNED_OUT: return "signed_out";
    case FAULT_LIMIT: return "limit";
    default: break;
    }
    switch (fault_status(fault)) {
    case 403: return "forbidden";
    case 404:
    case 405: return "not_found";
    case 503: return "unavailable";
    default: return fault_status(fault) < 500 ? "refused" : "broken";
    }
}

static const char *wait_words(const struct page *page, long seconds)
{
    enum { MINUTE = 60, HOUR = 3600 };
    bool zh = in_chinese(page);

    if (seconds <= 0)
        return NULL;
    if (seconds <= 2 * MINUTE)
        return page_text(page, zh ? "%ld 秒" : "%ld seconds", seconds);
    if (seconds <= 2 * HOUR)
        return page_text(page, zh ? "%ld 分钟" : "%ld minutes", (seconds + MINUTE - 1) / MINUTE);
    return page_text(page, zh ? "%ld 小时" : "%ld hours", (seconds + HOUR - 1) / HOUR);
}

h2o_iovec_t fault_page(const struct page *page, enum fault fault, const char *id, long retry_after)
{
    static const char *const all[] = {"form_expired", "signed_out",  "limit",   "forbidden",
                                      "not_found",    "unavailable", "refused", "broken"};
    json_t *model = json_object();
    const char *fitting = explanation(fault);

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        give_flag(model, all[i], strcmp(all[i], fitting) == 0);
    give_text(model, "wait", wait_words(page, retry_after));
    give_text(model, "id", id);
    return page_render(page, "fault", model);
}
