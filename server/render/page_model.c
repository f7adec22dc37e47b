#include "render/page_model.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <h2o.h>

#include "render/template.h"

void give_text(json_t *model, const char *name, const char *text)
{
    json_object_set_new(model, name, text == NULL ? json_null() : json_string(text));
}

void give_flag(json_t *model, const char *name, bool flag)
{
    json_object_set_new(model, name, json_boolean(flag));
}

void give_count(const struct page *page, json_t *model, const char *name, long count)
{
    give_text(model, name, number_words(page, count));
    give_flag(model, page_text(page, "%s_one", name), count == 1);
}

json_t *give_list(json_t *model, const char *name)
{
    json_t *list = json_array();

    json_object_set_new(model, name, list);
    return list;
}

json_t *add_item(json_t *list)
{
    json_t *item = json_object();

    json_array_append_new(list, item);
    return item;
}

json_t *give_part(json_t *model, const char *name)
{
    json_t *part = json_object();

    json_object_set_new(model, name, part);
    return part;
}

const char *page_text(const struct page *page, const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    int length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof(text))
        return NULL;
    return h2o_strdup(page->pool, text, (size_t)length).base;
}

bool in_chinese(const struct page *page)
{
    return strcmp(page->language, "zh") == 0;
}

const char *number_words(const struct page *page, long number)
{
    const char *sign = number < 0 ? "-" : "";
    ldiv_t thousands = ldiv(labs(number), 1000), millions = ldiv(thousands.quot, 1000);

    if (millions.quot > 0)
        return page_text(page, "%s%ld,%03ld,%03ld", sign, millions.quot, millions.rem, thousands.rem);
    if (thousands.quot > 0)
        return page_text(page, "%s%ld,%03ld", sign, thousands.quot, thousands.rem);
    return page_text(page, "%s%ld", sign, thousands.rem);
}

static const char *month_name(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

    return names[month - 1];
}

const char *date_words(const struct page *page, struct date date)
{
    if (!date_known(date))
        return NULL;
    if (in_chinese(page))
        return page_text(page, "%d年%d月%d日", date.year, date.month, date.day);
    return page_text(page, "%d %s %d", date.day, month_name(date.month), date.year);
}

const char *month_words(const struct page *page, struct date date)
{
    if (!date_known(date))
        return NULL;
    if (in_chinese(page))
        return page_text(page, "%d年%d月", date.year, date.month);
    return page_text(page, "%s %d", month_name(date.month), date.year);
}

const char *moment_words(const struct page *page, int64_t wall_us)
{
    enum { CHINA_SECONDS = 8 * 3600 };
    time_t seconds = (time_t)(wall_us / 1000000 + CHINA_SECONDS);
    struct tm tm;

    if (gmtime_r(&seconds, &tm) == NULL)
        return NULL;
    struct date on = {tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday};
    return page_text(page, in_chinese(page) ? "%s %02d:%02d" : "%s, %02d:%02d", date_words(page, on),
                     tm.tm_hour, tm.tm_min);
}

const char *moment_text(const struct page *page, int64_t wall_us)
{
    enum { CHINA_SECONDS = 8 * 3600 };
    time_t seconds = (time_t)(wall_us / 1000000 + CHINA_SECONDS);
    struct tm tm;

    if (gmtime_r(&seconds, &tm) == NULL)
        return NULL;
    return page_text(page, "%04d-%02d-%02d %02d:%02d:%02d", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday,
                     tm.tm_hour, tm.tm_min, tm.tm_sec);
}

const char *page_word(const struct page *page, const char *group, const char *code)
{
    return templates_word(page->templates, page->language, group, code);
}

const char *vehicle_words(const struct page *page, const char *maker_zh, const char *maker_en, int model_year)
{
    const char *maker = in_chinese(page) ? maker_zh : maker_en;

    if (maker == NULL && model_year == 0)
        return NULL;
    if (model_year == 0)
        return maker;
    if (maker == NULL)
        return page_text(page, in_chinese(page) ? "%d 年款" : "Model year %d", model_year);
    return page_text(page, in_chinese(page) ? "%s · %d 年款" : "%s · %d", maker, model_year);
}

static void check_model(const struct page *page, const char *name, const json_t *model)
{
#ifndef NDEBUG
    char stranger[256];

    if (!templates_conforms(page->templates, name, model, stranger, sizeof(stranger))) {
        fprintf(stderr, "page %s: models.json does not list %s\n", name, stranger);
        abort();
    }
#else
    (void)page, (void)name, (void)model;
#endif
}

static const char *unread_words(const struct page *page)
{
    if (page->unread == 0)
        return NULL;
    return page->unread < UNREAD_MOST ? page_text(page, "%u", page->unread)
                                      : page_text(page, "%d+", UNREAD_MOST - 1);
}

h2o_iovec_t page_render(const struct page *page, const char *name, json_t *model)
{
    give_flag(model, "chinese", in_chinese(page));
    give_text(model, "path", page->path);
    give_flag(model, "path_secret", page->path_secret);
    give_text(model, "version", page->version);
    give_text(model, "csrf", page->csrf);
    give_flag(model, "signed_in", page->signed_in);
    give_flag(model, "staff_in", page->staff_in);
    give_flag(model, "platform_in", page->platform_in);
    give_flag(model, "exports", page->exports);
    give_text(model, "unread", unread_words(page));
    give_flag(model, "at_workshop", page->at_workshop);
    check_model(page, name, model);
    h2o_iovec_t html = templates_render(page->templates, page->pool, name, page->language, model);
    json_decref(model);
    return html;
}
