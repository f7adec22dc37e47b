#include "render/fleet_page.h"

#include <string.h>

#include "core/csv_text.h"
#include "render/page_model.h"

enum { LINE_BYTES = 160 };

static const char *const orders[] = {
    [FLEET_BY_CLAIM] = "claim",   [FLEET_BY_PLATE] = "plate",       [FLEET_BY_MAKER] = "maker",
    [FLEET_BY_REPAIR] = "repair", [FLEET_BY_FINDINGS] = "findings",
};
enum { ORDERS = sizeof(orders) / sizeof(orders[0]) };

enum fleet_order fleet_order_of(const char *code)
{
    for (size_t i = 0; code != NULL && i < ORDERS; i++)
        if (strcmp(code, orders[i]) == 0)
            return (enum fleet_order)i;
    return FLEET_BY_CLAIM;
}

/* The latest repair; records are newest first, and those without a day last. */
static const char *last_month(const struct page *page, const struct view *view)
{
    return view->count == 0 ? NULL : month_words(page, view->records[0].settled_on);
}

static long findings_of(const struct view *view)
{
    long count = 0;

    for (size_t i = 0; i < view->count; i++)
        count += view->records[i].findings != 0;
    return count;
}

static const char *verdict_words(const struct page *page, const struct view *view)
{
    return page_word(page, "verdict",
                     view->count == 0 ? "no_record" : verdict_class_code(view->verdict.class));
}

static void give_vehicle(const struct page *page, json_t *list, const struct fleet_vehicle *v)
{
    json_t *item = add_item(list);

    give_text(item, "vehicle", v->handle);
    give_text(item, "plate", v->plate);
    give_text(item, "vin", v->view->vin);
    give_text(item, "vehicle_name",
              vehicle_words(page, v->view->maker_zh, v->view->maker_en, v->view->model_year));
    give_text(item, "last", last_month(page, v->view));
    give_text(item, "verdict", verdict_words(page, v->view));
    give_flag(item, "bad", v->view->count > 0 && v->view->verdict.class == VERDICT_INCONSISTENT);
    give_text(item, "findings", findings_of(v->view) == 0 ? NULL : number_words(page, findings_of(v->view)));
}

static void give_orders(const struct page *page, json_t *model, enum fleet_order chosen)
{
    json_t *list = give_list(model, "orders");

    for (size_t i = 0; i < ORDERS; i++) {
        json_t *item = add_item(list);

        give_text(item, "value", orders[i]);
        give_text(item, "name", page_word(page, "fleet_order", orders[i]));
        give_flag(item, "chosen", i == (size_t)chosen);
    }
    give_text(model, "order", orders[chosen]);
}

static void give_pages(const struct page *page, json_t *model, const struct fleet_shown *s)
{
    give_text(model, "page_now", number_words(page, (long)s->page));
    give_text(model, "pages", number_words(page, (long)s->pages));
    give_flag(model, "many_pages", s->pages > 1);
    give_text(model, "before", s->page > 1 ? page_text(page, "%zu", s->page - 1) : NULL);
    give_text(model, "before_query", page_text(page, "sort=%s&page=%zu", orders[s->order], s->page - 1));
    give_text(model, "next_query", page_text(page, "sort=%s&page=%zu", orders[s->order], s->page + 1));
    give_text(model, "query", page_text(page, "sort=%s", orders[s->order]));
    give_text(model, "next", s->page < s->pages ? page_text(page, "%zu", s->page + 1) : NULL);
}

static bool is_state(const struct fleet_shown *s, const char *state)
{
    return strcmp(s->organisation->state, state) == 0;
}

h2o_iovec_t fleet_page(const struct page *page, const struct fleet_shown *shown)
{
    json_t *model = json_object(), *list = give_list(model, "vehicles");

    give_text(model, "organisation", shown->organisation->handle);
    give_text(model, "name", shown->organisation->name);
    give_text(model, "code", shown->organisation->code);
    give_flag(model, "administers", shown->organisation->administers);
    give_flag(model, "approved", is_state(shown, "approved"));
    give_flag(model, "waiting", is_state(shown, "waiting"));
    give_flag(model, "refused", is_state(shown, "refused"));
    give_flag(model, "last", shown->last);
    give_flag(model, "none", shown->total == 0);
    give_flag(model, "none_found", shown->total > 0 && shown->found == 0);
    give_count(page, model, "found", (long)shown->found);
    give_count(page, model, "total", (long)shown->total);
    give_text(model, "searched", shown->searched);
    give_orders(page, model, shown->order);
    give_pages(page, model, shown);
    for (size_t i = 0; i < shown->count; i++)
        give_vehicle(page, list, &shown->vehicle[i]);
    return page_render(page, "fleet", model);
}

static void put_vehicle(const struct page *page, struct csv_text *t, const struct fleet_vehicle *v)
{
    const struct view *view = v->view;

    csv_cell(t, v->plate);
    csv_cell(t, view->vin);
    csv_cell(t, vehicle_words(page, view->maker_zh, view->maker_en, view->model_year));
    csv_cell(t, last_month(page, view));
    csv_cell(t, verdict_words(page, view));
    csv_cell(t, page_text(page, "%ld", findings_of(view)));
    csv_line_end(t);
}

h2o_iovec_t fleet_table(const struct page *page, const struct fleet_vehicle *vehicle, size_t count)
{
    static const char *const columns[] = {"plate", "vin", "vehicle", "last", "verdict", "findings"};
    struct csv_text t = csv_text_new(page->pool, (count + 1) * LINE_BYTES);

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        csv_cell(&t, page_word(page, "fleet_column", columns[i]));
    csv_line_end(&t);
    for (size_t i = 0; i < count; i++)
        put_vehicle(page, &t, &vehicle[i]);
    return csv_text_bytes(&t);
}

static const char *result_words(const struct page *page, const struct fleet_result *r)
{
    static const char *const fates[] = {
        [FLEET_ADDED] = "added",         [FLEET_THERE] = "there", [FLEET_REFUSED] = "refused",
        [FLEET_TOO_OFTEN] = "too_often", [FLEET_FULL] = "full",   [FLEET_TWICE] = "twice",
        [FLEET_AWARDED] = "awarded",
    };
    static const char *const faults[] = {
        [FLEET_LINE_COLUMNS] = "columns", [FLEET_LINE_VIN] = "vin", [FLEET_LINE_FACT] = "fact"};

    return page_word(page, "fleet_fate", r->fate == FLEET_UNREAD ? faults[r->fault] : fates[r->fate]);
}

static void give_results(const struct page *page, json_t *model, const struct fleet_result *result,
                         size_t count)
{
    json_t *list = give_list(model, "results");
    long added = 0;

    for (size_t i = 0; i < count; i++) {
        json_t *item = add_item(list);

        added += result[i].fate == FLEET_ADDED;
        give_text(item, "number", number_words(page, (long)result[i].number));
        give_text(item, "vin", result[i].masked);
        give_text(item, "fate", result_words(page, &result[i]));
        give_flag(item, "good", result[i].fate == FLEET_ADDED || result[i].fate == FLEET_THERE);
    }
    give_flag(model, "has_results", count > 0);
    give_count(page, model, "added", added);
}

h2o_iovec_t fleet_add_page(const struct page *page, const struct organisation *organisation,
                           enum fleet_notice notice, const struct fleet_form *form,
                           const struct fleet_result *result, size_t count)
{
    json_t *model = json_object();

    give_text(model, "organisation", organisation->handle);
    give_text(model, "name", organisation->name);
    give_flag(model, "incomplete", notice == FLEET_INCOMPLETE);
    give_flag(model, "nothing", notice == FLEET_NOTHING);
    give_flag(model, "too_long", notice == FLEET_TOO_LONG);
    give_text(model, "vin", form->vin);
    give_text(model, "plate", form->plate);
    give_text(model, "engine_no", form->engine_no);
    give_text(model, "registration_no", form->registration_no);
    give_flag(model, "vin_wrong", form->vin_wrong);
    give_flag(model, "plate_wrong", form->plate_wrong);
    give_flag(model, "engine_no_wrong", form->engine_no_wrong);
    give_flag(model, "registration_no_wrong", form->registration_no_wrong);
    give_text(model, "lines", form->lines);
    give_flag(model, "lines_wrong", form->lines_wrong);
    give_text(model, "lines_most", number_words(page, FLEET_LINES_MOST));
    give_results(page, model, result, count);
    return page_render(page, "fleet_add", model);
}
