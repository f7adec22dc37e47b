#include "render/share_page.h"

#include "render/page_model.h"
#include "render/qr.h"
#include "render/vehicle_parts.h"

enum { HOURS_OF_DAY = 24 };

static const char *hours_words(const struct page *page, int hours)
{
    bool days = hours % HOURS_OF_DAY == 0, one = hours == 1 || hours == HOURS_OF_DAY;
    int number = days ? hours / HOURS_OF_DAY : hours;

    if (in_chinese(page))
        return page_text(page, days ? "%d 天" : "%d 小时", number);
    return page_text(page, one ? (days ? "%d day" : "%d hour") : (days ? "%d days" : "%d hours"), number);
}

static void give_scope(json_t *model, enum share_scope scope)
{
    give_flag(model, "summary", scope == SHARE_SUMMARY);
    give_flag(model, "full", scope == SHARE_FULL);
    give_flag(model, "records", scope == SHARE_RECORDS);
}

static void give_hours(const struct page *page, json_t *model, int chosen)
{
    json_t *list = give_list(model, "hours");

    for (const int *hours = share_offered_hours; *hours != 0; hours++) {
        json_t *item = add_item(list);

        give_text(item, "value", page_text(page, "%d", *hours));
        give_text(item, "name", hours_words(page, *hours));
        give_flag(item, "chosen", *hours == chosen);
    }
}

static void give_choices(const struct page *page, json_t *model, const struct view *view,
                         const struct share_form *form)
{
    json_t *list = give_list(model, "choices");

    for (size_t i = 0; i < form->record_count; i++) {
        const struct view_record *r = &view->records[i];
        json_t *item = add_item(list);

        give_text(item, "id", page_text(page, "%lld", (long long)form->records[i]));
        give_flag(item, "chosen", form->chosen[i]);
        give_text(item, "on", date_words(page, r->settled_on));
        give_text(item, "km", r->odometer_km < 0 ? NULL : number_words(page, r->odometer_km));
        give_codes(page, item, "tags", CODES_OF_WORK, r->works_coded);
    }
    give_flag(model, "has_choices", form->record_count > 0);
    give_flag(model, "choices_partly", view->total > form->record_count);
    give_text(model, "choices_most", number_words(page, SHARE_MOST_RECORDS));
}

static void give_form(const struct page *page, json_t *model, const struct view *view,
                      const struct share_form *form)
{
    give_text(model, "once", form->once);
    give_scope(model, form->scope);
    give_hours(page, model, form->hours);
    give_text(model, "pin", form->pin);
    give_choices(page, model, view, form);
    give_flag(model, "scope_wrong", form->scope_wrong);
    give_flag(model, "records_wrong", form->records_wrong);
    give_flag(model, "hours_wrong", form->hours_wrong);
    give_flag(model, "pin_wrong", form->pin_wrong);
    give_flag(model, "certifies", form->certifies);
    give_flag(model, "certifies_wrong", form->certifies_wrong);
}

static void give_openings(const struct page *page, json_t *model, const struct share_link *link)
{
    json_t *list = give_list(model, "opened");

    for (size_t i = 0; i < link->opened_count; i++) {
        json_t *item = add_item(list);

        give_text(item, "at", moment_words(page, link->opened[i].at));
        give_text(item, "network", link->opened[i].network);
        give_text(item, "device", page_word(page, "device", link->opened[i].device));
        give_text(item, "client", link->opened[i].client);
        give_text(item, "purpose",
                  link->opened[i].purpose == NULL ? NULL
                                                  : page_word(page, "purpose", link->opened[i].purpose));
    }
    give_count(page, model, "openings", link->openings);
    give_flag(model, "never_opened", link->openings == 0);
    give_flag(model, "opened_partly", (size_t)link->openings > link->opened_count);
    give_text(model, "opened_shown", number_words(page, (long)link->opened_count));
}

static void give_link(const struct page *page, json_t *list, const struct share_link *link)
{
    json_t *item = add_item(list);

    give_text(item, "link", link->handle);
    give_text(item, "number", number_words(page, link->number));
    give_text(item, "scope", page_word(page, "share_scope", link->scope));
    give_text(item, "chosen_count", link->records == 0 ? NULL : number_words(page, link->records));
    give_flag(item, "has_pin", link->has_pin);
    give_flag(item, "live", link->live);
    give_flag(item, "for_certificate", link->certifies);
    give_text(item, "created_at", moment_words(page, link->created_at));
    give_text(item, "expires_at", moment_words(page, link->expires_at));
    give_text(item, "revoked_at", link->revoked_at == 0 ? NULL : moment_words(page, link->revoked_at));
    give_openings(page, item, link);
}

h2o_iovec_t shares_page(const struct page *page, const char *vehicle, const struct view *view,
                        enum share_notice notice, const struct share_form *form,
                        const struct share_list *list)
{
    json_t *model = json_object(), *links = give_list(model, "links");

    give_text(model, "vehicle", vehicle);
    give_text(model, "vehicle_name", vehicle_words(page, view->maker_zh, view->maker_en, view->model_year));
    give_flag(model, "incomplete", notice == SHARE_INCOMPLETE);
    give_flag(model, "again", notice == SHARE_AGAIN);
    give_flag(model, "too_many", notice == SHARE_TOO_MANY);
    give_flag(model, "ended", notice == SHARE_ENDED);
    give_form(page, model, view, form);
    for (size_t i = 0; i < list->count; i++)
        give_link(page, links, &list->link[i]);
    give_flag(model, "no_links", list->count == 0);
    return page_render(page, "shares", model);
}

h2o_iovec_t share_made_page(const struct page *page, const char *vehicle, const char *url,
                            const struct share_form *form)
{
    json_t *model = json_object();
    struct qr qr;

    give_text(model, "vehicle", vehicle);
    give_text(model, "url", url);
    give_text(model, "scope", page_word(page, "share_scope", share_scope_code(form->scope)));
    give_text(model, "lives", hours_words(page, form->hours));
    give_text(model, "pin", form->pin);
    give_flag(model, "certifies", form->certifies);
    if (qr_make(page->pool, url, &qr)) {
        json_t *part = give_part(model, "qr");

        give_text(part, "size", page_text(page, "%d", qr.size));
        give_text(part, "modules", qr.path);
    }
    return page_render(page, "share_made", model);
}
