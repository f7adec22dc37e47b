#include "render/client_certificates_page.h"

#include <string.h>

#include "core/csv_text.h"
#include "render/page_model.h"

enum { LINE_BYTES = 200, VIN_SHOWN = 6 };

static const char *word_or_code(const struct page *page, const char *group, const char *code)
{
    const char *word = page_word(page, group, code);

    return word == NULL ? code : word;
}

const char *destination_words(const struct page *page, const char *code)
{
    return word_or_code(page, "destination", code);
}

const char *vin_end_words(const struct page *page, const char *vin)
{
    size_t length = vin == NULL ? 0 : strlen(vin);

    return length <= VIN_SHOWN ? NULL : page_text(page, "…%s", vin + length - VIN_SHOWN);
}

static const char *model_words(const struct page *page, const struct certificate_shown *c)
{
    return vehicle_words(page, c->make, c->make, c->model_year);
}

static void give_certificate(const struct page *page, json_t *model, const struct certificate_shown *c)
{
    give_text(model, "number", c->number);
    give_text(model, "state", page_word(page, "certificate_state", c->state));
    give_flag(model, "good", strcmp(c->state, "valid") == 0);
    give_text(model, "reference", c->reference);
    give_text(model, "vehicle", model_words(page, c));
    give_text(model, "vin", vin_end_words(page, c->vin));
    give_text(model, "destination", destination_words(page, c->destination));
    give_text(model, "language", page_word(page, "certificate_language", c->language));
    give_text(model, "issued", moment_words(page, c->issued_at));
    give_text(model, "until", date_words(page, c->valid_until));
}

static void give_states(const struct page *page, json_t *model, const char *chosen)
{
    static const char *const states[] = {"valid", "expired", "superseded", "withdrawn"};
    json_t *list = give_list(model, "states");

    for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
        json_t *item = add_item(list);

        give_text(item, "value", states[i]);
        give_text(item, "name", page_word(page, "certificate_state", states[i]));
        give_flag(item, "chosen", chosen != NULL && strcmp(chosen, states[i]) == 0);
    }
}

static const char *query(const struct page *page, const char *state, const char *before)
{
    return page_text(page, "state=%s&before=%s", state == NULL ? "" : state, before == NULL ? "" : before);
}

static void give_papers(const struct page *page, json_t *model, const struct certificates_shown *s)
{
    json_t *list = give_list(model, "papers");

    give_flag(model, "shows_papers", s->papers != NULL);
    give_flag(model, "any_papers", s->papers_count != 0);
    give_text(model, "papers_sent", s->papers_sent);
    give_text(model, "papers_waiting", s->papers_waiting);
    for (const struct papers_shown *p = s->papers; p < s->papers + s->papers_count; p++) {
        json_t *item = add_item(list);

        give_text(item, "papers_number", p->handle);
        give_text(item, "sent", moment_words(page, p->sent_at));
        give_text(item, "papers_state", page_word(page, "papers_state", p->over ? "over" : p->state));
        give_text(item, "papers_vin", vin_end_words(page, p->vin));
        give_text(item, "why", p->reason == NULL ? NULL : page_word(page, "review_reason", p->reason));
        give_text(item, "words", p->words);
        give_text(item, "papers_query",
                  p->good_until == 0 || p->over ? NULL : page_text(page, "papers=%s", p->handle));
        give_text(item, "good_until", p->good_until == 0 ? NULL : moment_words(page, p->good_until));
    }
}

h2o_iovec_t client_certificates_page(const struct page *page, const struct certificates_shown *s)
{
    json_t *model = json_object(), *list = give_list(model, "certificates");

    give_states(page, model, s->state);
    for (size_t i = 0; i < s->count; i++)
        give_certificate(page, add_item(list), &s->certificate[i]);
    give_flag(model, "none", s->count == 0);
    give_flag(model, "filtered", s->searched != NULL || s->state != NULL);
    give_text(model, "searched", s->searched);
    give_text(model, "chosen_state", s->state);
    give_flag(model, "later", s->later);
    give_text(model, "next", s->next);
    give_text(model, "next_query", s->next == NULL ? NULL : query(page, s->state, s->next));
    give_text(model, "query", query(page, s->state, s->before));
    give_papers(page, model, s);
    give_text(model, "used", number_words(page, s->used));
    give_text(model, "day", number_words(page, s->day));
    give_text(model, "outdated", s->outdated == 0 ? NULL : number_words(page, s->outdated));
    return page_render(page, "client_certificates", model);
}

static void put_line(const struct page *page, struct csv_text *t, const struct certificate_shown *c)
{
    char until[DATE_TEXT];

    csv_cell(t, c->number);
    csv_cell(t, page_word(page, "certificate_state", c->state));
    csv_cell(t, c->reference);
    csv_cell(t, model_words(page, c));
    csv_cell(t, vin_end_words(page, c->vin));
    csv_cell(t, c->destination);
    csv_cell(t, c->language);
    csv_cell(t, word_or_code(page, "exporter_ground", c->ground));
    csv_cell(t, moment_text(page, c->issued_at));
    csv_cell(t, date_text(c->valid_until, until));
    csv_cell(t, c->state_at == 0 ? NULL : moment_text(page, c->state_at));
    csv_cell(t, c->reason == NULL ? NULL : word_or_code(page, "certificate_reason", c->reason));
    csv_cell(t, c->predecessor);
    csv_cell(t, c->successor);
    csv_line_end(t);
}

h2o_iovec_t client_certificates_table(const struct page *page, const struct certificate_shown *certificate,
                                      size_t count, bool cut)
{
    static const char *const columns[] = {
        "number", "state",     "reference",   "vehicle",  "vin",    "destination", "language",
        "ground", "issued_at", "valid_until", "state_at", "reason", "predecessor", "successor"};
    struct csv_text t = csv_text_new(page->pool, (count + 2) * LINE_BYTES);

    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
        csv_cell(&t, page_word(page, "certificate_column", columns[i]));
    csv_line_end(&t);
    for (size_t i = 0; i < count; i++)
        put_line(page, &t, &certificate[i]);
    if (cut) {
        csv_cell(&t, page_word(page, "look", "cut"));
        csv_line_end(&t);
    }
    return csv_text_bytes(&t);
}

static void give_reasons(const struct page *page, json_t *model)
{
    static const char *const reasons[] = {"issued_in_error", "wrong_vehicle", "not_exported", "owner_request",
                                          "other"};
    json_t *list = give_list(model, "reasons");

    for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++) {
        json_t *item = add_item(list);

        give_text(item, "value", reasons[i]);
        give_text(item, "name", page_word(page, "certificate_reason", reasons[i]));
    }
}

h2o_iovec_t client_certificate_page(const struct page *page, enum certificate_notice notice,
                                    const struct certificate_shown *c)
{
    json_t *model = json_object();

    give_certificate(page, model, c);
    give_flag(model, "issued_now", notice == CERTIFICATE_ISSUED);
    give_flag(model, "withdrawn_now", notice == CERTIFICATE_WITHDRAWN);
    give_flag(model, "reason_wrong", notice == CERTIFICATE_NO_REASON);
    give_text(model, "state_at", c->state_at == 0 ? NULL : moment_words(page, c->state_at));
    give_text(model, "reason",
              c->reason == NULL ? NULL : word_or_code(page, "certificate_reason", c->reason));
    give_text(model, "ground", word_or_code(page, "exporter_ground", c->ground));
    give_text(model, "predecessor", c->predecessor);
    give_text(model, "successor", c->successor);
    give_flag(model, "withdrawn", strcmp(c->state, "withdrawn") == 0);
    give_flag(model, "superseded", strcmp(c->state, "superseded") == 0);
    give_flag(model, "expired", strcmp(c->state, "expired") == 0);
    give_flag(model, "wants_next",
              (strcmp(c->state, "superseded") == 0 || strcmp(c->state, "expired") == 0) &&
                  c->successor == NULL);
    give_text(model, "next_query", page_text(page, "next=%s", c->number));
    give_reasons(page, model);
    return page_render(page, "client_certificate", model);
}
