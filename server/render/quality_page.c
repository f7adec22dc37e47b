#include "render/quality_page.h"

#include <string.h>

#include "render/bars.h"
#include "render/page_model.h"

/* Below it a chance is said to be less. */
#define LEAST_CHANCE 0.000001

static const char *percent(const struct page *page, long part, long whole)
{
    return whole == 0 ? NULL : page_text(page, "%.1f%%", 100.0 * (double)part / (double)whole);
}

static const char *class_words(const struct page *page, int class)
{
    return page_word(page, "workshop_class", page_text(page, "%d", class));
}

static void give_percent(const struct page *page, json_t *model, const char *name, double value)
{
    give_text(model, name, page_text(page, "%.2f%%", value));
}

static void give_bars(const struct page *page, json_t *part, const struct quality *q)
{
    json_t *list = give_list(part, "bars"), *ticks = give_list(part, "ticks");
    struct bar bar[QUALITY_DAYS];
    struct bars bars;

    bars_place(q->day, QUALITY_DAYS, &bars, bar);
    for (size_t i = 0; i < bars.tick_count; i++) {
        json_t *tick = add_item(ticks);

        give_percent(page, tick, "y", bars.tick[i].y);
        give_text(tick, "count", number_words(page, bars.tick[i].count));
        give_flag(tick, "base", i == 0);
    }
    for (int i = 0; i < QUALITY_DAYS; i++) {
        json_t *item = add_item(list);

        give_percent(page, item, "x", bar[i].x);
        give_percent(page, item, "y", bar[i].y);
        give_percent(page, item, "width", bar[i].width);
        give_percent(page, item, "height", bar[i].height);
        give_text(item, "on", date_words(page, date_plus(q->first, i)));
        give_text(item, "count", number_words(page, q->day[i]));
    }
}

/* The latest first; days of nothing are said in one number beside it. */
static void give_days(const struct page *page, json_t *model, const struct quality *q)
{
    json_t *part = give_part(model, "by_day"), *days = give_list(part, "days");
    struct date last = date_plus(q->first, QUALITY_DAYS - 1);
    char text[DATE_TEXT];

    give_text(part, "first", date_words(page, q->first));
    give_text(part, "last", date_words(page, last));
    give_text(part, "first_day", date_text(q->first, text));
    give_text(part, "last_day", date_text(last, text));
    give_bars(page, part, q);
    for (int i = QUALITY_DAYS; i-- > 0;) {
        json_t *day = q->day[i] == 0 ? NULL : add_item(days);

        if (day == NULL)
            continue;
        give_text(day, "on", date_words(page, date_plus(q->first, i)));
        give_text(day, "count", number_words(page, q->day[i]));
    }
}

/* For each field of which something is missing or wrong. */
static void give_row(const struct page *page, json_t *list, const char *group, const char *code, long count,
                     const struct quality *q)
{
    json_t *row = add_item(list);
    const char *name = page_word(page, group, code);

    give_text(row, "name", name == NULL ? code : name);
    give_text(row, "count", number_words(page, count));
    give_text(row, "share", percent(page, count, q->records));
}

static void give_fields(const struct page *page, json_t *model, const struct quality *q)
{
    json_t *fields = give_list(model, "fields"), *findings = give_list(model, "findings");

    give_row(page, fields, "quality_field", "plate", q->without_plate, q);
    give_row(page, fields, "quality_field", "odometer", q->without_odometer, q);
    give_row(page, fields, "quality_field", "fault", q->without_fault, q);
    give_row(page, fields, "quality_field", "lists", q->without_lists, q);
    give_row(page, fields, "quality_field", "overdue", q->overdue, q);
    for (size_t i = 0; i < q->findings; i++)
        give_row(page, findings, "finding_name", q->finding[i].code, q->finding[i].count, q);
    give_flag(model, "no_findings", q->findings == 0);
}

static void give_examples(const struct page *page, json_t *item, const struct quality_sign *s)
{
    json_t *list = give_list(item, "examples");

    give_flag(item, "has_examples", s->examples > 0);
    for (size_t i = 0; i < s->examples; i++) {
        json_t *example = add_item(list);

        give_text(example, "on", date_words(page, s->example[i].on));
        give_text(example, "handle", s->example[i].handle);
    }
}

static void give_signs(const struct page *page, json_t *model, const struct quality *q)
{
    json_t *list = give_list(model, "signs");

    give_flag(model, "no_signs", q->signs == 0);
    for (size_t i = 0; i < q->signs; i++) {
        const struct quality_sign *s = &q->sign[i];
        json_t *item = add_item(list);

        give_text(item, "code", s->code);
        give_text(item, "name", page_word(page, "sign", s->code));
        give_text(item, "seen", page_word(page, "sign_seen", s->code));
        give_text(item, "causes", page_word(page, "sign_causes", s->code));
        give_text(item, "mend", page_word(page, "sign_mend", s->code));
        give_text(item, "part", number_words(page, s->part));
        give_text(item, "whole", number_words(page, s->whole));
        give_text(item, "since", date_words(page, s->since));
        give_text(item, "chance",
                  s->chance >= 1             ? NULL
                  : s->chance < LEAST_CHANCE ? "< 0.000001"
                                             : page_text(page, "%.6f", s->chance));
        give_examples(page, item, s);
    }
}

h2o_iovec_t quality_page(const struct page *page, const struct quality *q, bool for_workshop)
{
    json_t *model = json_object();

    give_flag(model, "for_workshop", for_workshop);
    give_text(model, "code", q->code);
    give_text(model, "name", q->name);
    give_text(model, "class", class_words(page, q->class));
    give_flag(model, "nothing", !date_known(q->judged_on));
    give_text(model, "judged_on", date_words(page, q->judged_on));
    give_text(model, "last_day", date_words(page, q->last_day));
    give_flag(model, "alarm", q->alarm);
    give_text(model, "records", number_words(page, q->records));
    give_text(model, "flawed", number_words(page, q->flawed));
    give_text(model, "flawed_share", percent(page, q->flawed, q->records));
    give_text(model, "idle_days", number_words(page, QUALITY_DAYS - q->active_days));
    give_days(page, model, q);
    give_fields(page, model, q);
    give_signs(page, model, q);
    return page_render(page, "quality", model);
}

static void give_choices(const struct page *page, json_t *model, const struct ranking *r)
{
    json_t *regions = give_list(model, "regions"), *classes = give_list(model, "classes");

    for (size_t i = 0; i < r->regions; i++) {
        json_t *item = add_item(regions);

        give_text(item, "value", r->region[i].code);
        give_text(item, "name", r->region[i].name);
        give_flag(item, "chosen",
                  r->region_chosen != NULL && strcmp(r->region_chosen, r->region[i].code) == 0);
    }
    for (int class = 1; class <= 3; class ++) {
        json_t *item = add_item(classes);

        give_text(item, "value", page_text(page, "%d", class));
        give_text(item, "name", class_words(page, class));
        give_flag(item, "chosen", class == r->class_chosen);
    }
}

static void give_sign_names(const struct page *page, json_t *item, const char *codes)
{
    json_t *list = give_list(item, "signs");
    size_t length;

    for (; *codes != '\0'; codes += length + (codes[length] == ',')) {
        json_t *sign = add_item(list);

        length = strcspn(codes, ",");
        const char *code = page_text(page, "%.*s", (int)length, codes), *name = page_word(page, "sign", code);
        give_text(sign, "code", code);
        give_text(sign, "name", name == NULL ? code : name);
    }
}

h2o_iovec_t ranking_page(const struct page *page, const struct ranking *r)
{
    json_t *model = json_object(), *lines = give_list(model, "lines");

    give_flag(model, "none", r->count == 0);
    give_flag(model, "filtered", r->region_chosen != NULL || r->class_chosen != 0);
    give_count(page, model, "all", r->all);
    give_text(model, "shown", r->all > (long)r->count ? number_words(page, (long)r->count) : NULL);
    give_choices(page, model, r);
    for (size_t i = 0; i < r->count; i++) {
        const struct ranked_workshop *w = &r->workshop[i];
        json_t *item = add_item(lines);

        give_text(item, "code", w->code);
        give_text(item, "name", w->name);
        give_text(item, "region", w->region);
        give_text(item, "class", class_words(page, w->class));
        give_text(item, "weight", number_words(page, w->weight));
        give_text(item, "records", number_words(page, w->records));
        give_flag(item, "alarm", w->alarm);
        give_text(item, "last_day", date_words(page, w->last_day));
        give_sign_names(page, item, w->signs);
    }
    return page_render(page, "ranking", model);
}
