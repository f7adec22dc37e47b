#include "render/messages_page.h"

#include <string.h>

#include "history/notice.h"
#include "render/page_model.h"
#include "render/template.h"

enum { KINDS_MOST = 64 };

static void give_told(const struct page *page, json_t *list, const struct told *told)
{
    const char *words = page_word(page, "notice", told->kind);
    const char *vehicle = vehicle_words(page, told->maker_zh, told->maker_en, told->model_year);
    json_t *item = add_item(list);

    give_text(item, "at", moment_words(page, told->at));
    give_text(item, "words", words == NULL ? page_word(page, "notice", "other") : words);
    give_flag(item, "unread", told->unread);
    give_text(item, "handle", told->handle);
    give_text(item, "vehicle_name", vehicle);
}

h2o_iovec_t messages_page(const struct page *page, const struct messages *messages)
{
    json_t *model = json_object(), *list = give_list(model, "notices");

    for (size_t i = 0; i < messages->count; i++)
        give_told(page, list, &messages->line[i]);
    give_flag(model, "none", messages->count == 0);
    give_flag(model, "later", messages->later);
    give_text(model, "next", messages->next);
    give_count(page, model, "waiting", messages->waiting);
    give_flag(model, "some_waiting", messages->waiting > 0);
    return page_render(page, "messages", model);
}

bool telling_mutes(const char *muted, const char *kind)
{
    size_t length = strlen(kind);

    for (const char *at = muted; at != NULL && *at != '\0'; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, kind, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* Every kind that has words for an SMS. */
static void give_kinds(const struct page *page, json_t *model, const struct telling *telling)
{
    const char *kinds[KINDS_MOST];
    size_t count = templates_codes(page->templates, "sms", kinds, KINDS_MOST);
    json_t *chosen = give_list(model, "kinds"), *fixed = give_list(model, "fixed");

    for (size_t i = 0; i < count; i++) {
        const char *words = page_word(page, "notice", kinds[i]);
        bool security = notice_is_security(kinds[i]);
        json_t *item = add_item(security ? fixed : chosen);

        give_text(item, "words", words == NULL ? page_word(page, "sms", kinds[i]) : words);
        if (security)
            continue;
        give_text(item, "kind", kinds[i]);
        give_flag(item, "on", !telling_mutes(telling->muted, kinds[i]));
    }
    give_flag(model, "has_kinds", json_array_size(chosen) > 0);
}

static void give_hours(const struct page *page, json_t *model, const char *name, int chosen)
{
    json_t *list = give_list(model, name);

    for (int hour = 0; hour < QUIET_HOURS; hour++) {
        json_t *item = add_item(list);

        give_text(item, "hour", page_text(page, "%d", hour));
        give_text(item, "clock", page_text(page, "%02d:00", hour));
        give_flag(item, "chosen", hour == chosen);
    }
}

h2o_iovec_t telling_page(const struct page *page, enum telling_notice notice, const struct telling *telling)
{
    json_t *model = json_object();

    give_flag(model, "saved", notice == TELLING_SAVED);
    give_flag(model, "quiet_wrong", notice == TELLING_QUIET_WRONG);
    give_flag(model, "told_in_english", strcmp(telling->language, "en") == 0);
    give_kinds(page, model, telling);
    give_hours(page, model, "quiet_from", telling->quiet_from);
    give_hours(page, model, "quiet_to", telling->quiet_to);
    return page_render(page, "telling", model);
}
