#include "render/account_page.h"

#include <string.h>

#include "render/page_model.h"
#include "render/template.h"

h2o_iovec_t account_page(const struct page *page, enum account_notice notice, const char *phone_masked,
                         unsigned sessions)
{
    json_t *model = json_object();

    give_flag(model, "phone_changed", notice == ACCOUNT_PHONE_CHANGED);
    give_text(model, "phone", phone_masked);
    give_count(page, model, "sessions", (long)sessions);
    return page_render(page, "account", model);
}

static const char *word_or_other(const struct page *page, const char *group, const char *code)
{
    const char *word = code == NULL ? NULL : page_word(page, group, code);

    return word == NULL ? page_word(page, group, "other") : word;
}

h2o_iovec_t sessions_page(const struct page *page, const struct open_session *sessions, size_t count,
                          bool ended)
{
    json_t *model = json_object(), *list = give_list(model, "sessions");

    for (size_t i = 0; i < count; i++) {
        json_t *item = add_item(list);

        give_text(item, "handle", sessions[i].handle);
        give_text(item, "device", word_or_other(page, "device", sessions[i].device));
        give_text(item, "browser", word_or_other(page, "browser", sessions[i].browser));
        give_text(item, "network", sessions[i].network);
        give_text(item, "began", moment_words(page, sessions[i].began));
        give_text(item, "used", moment_words(page, sessions[i].used));
        give_flag(item, "here", sessions[i].here);
    }
    give_flag(model, "others", count > 1);
    give_flag(model, "ended", ended);
    return page_render(page, "sessions", model);
}

h2o_iovec_t phone_page(const struct page *page, enum phone_notice notice, const char *phone_masked,
                       const char *typed)
{
    json_t *model = json_object();

    give_flag(model, "malformed", notice == PHONE_MALFORMED);
    give_flag(model, "same", notice == PHONE_SAME);
    give_flag(model, "too_many", notice == PHONE_TOO_MANY);
    give_flag(model, "wrong", notice == PHONE_MALFORMED || notice == PHONE_SAME);
    give_text(model, "present", phone_masked);
    give_text(model, "phone", typed);
    return page_render(page, "phone", model);
}

h2o_iovec_t new_code_page(const struct page *page, enum new_code_notice notice, const char *phone_masked,
                          bool waiting)
{
    json_t *model = json_object();

    give_flag(model, "mistaken", notice == NEW_CODE_WRONG);
    give_flag(model, "ended", notice == NEW_CODE_ENDED);
    give_flag(model, "taken", notice == NEW_CODE_TAKEN);
    give_flag(model, "wrong", notice == NEW_CODE_WRONG || notice == NEW_CODE_ENDED);
    give_text(model, "phone", phone_masked);
    give_flag(model, "waiting", waiting);
    return page_render(page, "new_code", model);
}

h2o_iovec_t close_page(const struct page *page, const char *typed, bool last_administrator)
{
    json_t *model = json_object();

    give_text(model, "word", page_word(page, "confirm", "close"));
    give_flag(model, "wrong", typed != NULL);
    give_flag(model, "last_administrator", last_administrator);
    give_text(model, "typed", typed);
    return page_render(page, "close", model);
}

bool close_word_is(const struct page *page, const char *typed)
{
    return typed != NULL &&
           (strcmp(typed, templates_word(page->templates, "zh", "confirm", "close")) == 0 ||
            strcasecmp(typed, templates_word(page->templates, "en", "confirm", "close")) == 0);
}
