#include "render/verify_page.h"

#include <string.h>

#include "render/page_model.h"

/* In the order of the switch, each by its own name. */
static const struct language {
    const char *code, *name;
} languages[] = {
    {"zh", "中文"        },
    {"en", "English"       },
    {"ru", "Русский"},
    {"ar", "العربية"},
    {"kk", "Қазақша"},
    {"fr", "Français"     },
    {"es", "Español"      },
};
enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

const char *verify_language(size_t number)
{
    return number < LANGUAGES ? languages[number].code : NULL;
}

static void give_languages(const struct page *page, json_t *model)
{
    json_t *list = give_list(model, "languages");

    for (size_t i = 0; i < LANGUAGES; i++) {
        json_t *item = add_item(list);

        give_text(item, "code", languages[i].code);
        give_text(item, "name", languages[i].name);
        give_text(item, "address", page_text(page, "%s?lang=%s", page->path, languages[i].code));
        give_flag(item, "current", strcmp(languages[i].code, page->language) == 0);
    }
    give_text(model, "language", strcmp(page->language, "zh") == 0 ? "zh-CN" : page->language);
    give_text(model, "code", page->language);
    give_flag(model, "leftwards", strcmp(page->language, "ar") == 0);
}

static const char *day_words(const struct page *page, struct date day)
{
    char text[DATE_TEXT];

    return date_known(day) ? page_text(page, "%s", date_text(day, text)) : NULL;
}

static void give_known(const struct page *page, json_t *model, const struct verify_known *known)
{
    json_t *part = give_part(model, "known");

    give_text(part, "number", known->number);
    give_flag(part, "valid", known->state == VERIFY_VALID);
    give_flag(part, "expired", known->state == VERIFY_EXPIRED);
    give_flag(part, "superseded", known->state == VERIFY_SUPERSEDED);
    give_flag(part, "withdrawn", known->state == VERIFY_WITHDRAWN);
    give_flag(part, "unknown", known->state == VERIFY_UNKNOWN);
    give_text(part, "issued", day_words(page, known->issued));
    give_text(part, "until", day_words(page, known->until));
    give_text(part, "changed", day_words(page, known->changed));
}

h2o_iovec_t verify_page(const struct page *page, const struct verify *verify)
{
    json_t *model = json_object();

    give_languages(page, model);
    give_text(model, "root", verify->root);
    give_text(model, "typed", verify->typed);
    give_flag(model, "malformed", verify->malformed);
    if (verify->known != NULL)
        give_known(page, model, verify->known);
    return page_render(page, "verify", model);
}
