#include "render/finding_page.h"

#include <string.h>

#include "history/examination.h"
#include "render/page_model.h"
#include "render/record_part.h"

static const struct {
    const char *code, *states;
} groups[FINDINGS_GROUP_COUNT] = {
    [FINDINGS_DUE] = {"due",     "{open,told,upheld}"   },
    [FINDINGS_WAITING] = {"waiting", "{explained,escalated}"},
    [FINDINGS_ENDED] = {"ended",   "{accepted,closed}"    },
};

const char *finding_group_code(enum finding_group group)
{
    return groups[group].code;
}

const char *finding_group_states(enum finding_group group)
{
    return groups[group].states;
}

enum finding_group finding_group_of(const char *code)
{
    enum finding_group group = 0;

    while (group < FINDINGS_GROUP_COUNT && (code == NULL || strcmp(groups[group].code, code) != 0))
        group++;
    return group;
}

static void give_side(json_t *model, enum audience audience)
{
    give_flag(model, "for_workshop", audience == AUDIENCE_WORKSHOP);
    give_flag(model, "for_supervisor", audience == AUDIENCE_SUPERVISOR);
}

static void give_choice(json_t *list, const char *value, const char *name, const char *chosen)
{
    json_t *item = add_item(list);

    give_text(item, "value", value);
    give_text(item, "name", name);
    give_flag(item, "chosen", chosen != NULL && strcmp(value, chosen) == 0);
}

static void give_choices(const struct page *page, json_t *model, const struct finding_list *list)
{
    json_t *states = give_list(model, "groups"), *codes = give_list(model, "codes");

    for (enum finding_group group = 0; group < FINDINGS_GROUP_COUNT; group++)
        give_choice(states, groups[group].code, page_word(page, "finding_group", groups[group].code),
                    groups[list->group].code);
    for (size_t i = 0; examination_code(i) != NULL; i++)
        give_choice(codes, examination_code(i),
                    page_text(page, "%s %s", examination_code(i),
                              page_word(page, "finding_name", examination_code(i))),
                    list->code);
}

static bool is_late(const struct finding_line *line)
{
    return date_known(line->due_on) && date_compare(line->due_on, date_today()) < 0;
}

static void give_line(const struct page *page, json_t *item, const struct finding_line *line)
{
    give_text(item, "handle", line->handle);
    give_text(item, "code", line->code);
    give_text(item, "name", page_word(page, "finding_name", line->code));
    give_text(item, "state", page_word(page, "finding_state", rectification_state_code(line->state)));
    give_text(item, "reason", line->reason == NULL ? NULL : page_word(page, "finding_reason", line->reason));
    give_text(item, "due_on", date_words(page, line->due_on));
    give_flag(item, "late", is_late(line) && line->reason == NULL);
    give_text(item, "settled_on", date_words(page, line->settled_on));
    give_text(item, "km", line->odometer_km < 0 ? NULL : number_words(page, line->odometer_km));
    give_text(item, "opened_at", moment_words(page, line->opened_at));
    give_text(item, "workshop", line->workshop_name);
}

h2o_iovec_t findings_page(const struct page *page, const struct finding_list *list)
{
    json_t *model = json_object(), *lines = give_list(model, "lines");

    give_side(model, list->audience);
    give_choices(page, model, list);
    give_flag(model, "none", list->count == 0);
    give_flag(model, "cut", list->count == list->most);
    give_text(model, "most", number_words(page, (long)list->most));
    for (size_t i = 0; i < list->count; i++)
        give_line(page, add_item(lines), &list->lines[i]);
    return page_render(page, "findings", model);
}

static void give_steps(const struct page *page, json_t *model, const struct finding_view *f)
{
    json_t *steps = give_list(model, "steps");

    for (size_t i = 0; i < f->step_count; i++) {
        const struct finding_step_view *s = &f->steps[i];
        json_t *item = add_item(steps);

        give_text(item, "at", moment_words(page, s->taken_at));
        give_text(item, "what",
                  page_word(page, "finding_act",
                            s->act == ACT_TOLD ? page_text(page, "told_%s", rectification_actor_code(s->by))
                                               : rectification_act_code(s->act)));
        give_text(item, "why", s->reason == NULL ? NULL : page_word(page, "finding_reason", s->reason));
        give_text(item, "said", s->words);
    }
}

/* Day and odometer of the two that do not fit. */
static void give_evidence(const struct page *page, json_t *model, const struct view *record,
                          const struct view *other)
{
    const struct view *const both[] = {other, record};
    json_t *evidence = give_list(model, "evidence");

    for (size_t i = 0; other->count > 0 && record->count > 0 && i < 2; i++) {
        const struct view_record *r = &both[i]->records[0];
        json_t *item = add_item(evidence);

        give_text(item, "on", date_words(page, r->settled_on));
        give_text(item, "km", r->odometer_km < 0 ? NULL : number_words(page, r->odometer_km));
        give_flag(item, "own", i == 1);
    }
    give_flag(model, "has_evidence", other->count > 0 && record->count > 0);
}

static void give_words(const struct page *page, json_t *model, enum finding finding)
{
    const struct finding_words *words =
        finding == FINDING_COUNT ? NULL : finding_words(finding, page->language);

    give_text(model, "meaning", words == NULL ? NULL : words->found);
    give_text(model, "causes", words == NULL ? NULL : words->causes);
    give_text(model, "remedy", words == NULL ? NULL : words->advice);
}

static void give_field(json_t *model, const char *code)
{
    enum finding_field field = finding_field(code);

    give_flag(model, "vin_wrong", field == FIELD_OF_VIN);
    give_flag(model, "plate_wrong", field == FIELD_OF_PLATE);
    give_flag(model, "days_wrong", field == FIELD_OF_DAYS);
    give_flag(model, "km_wrong", field == FIELD_OF_ODOMETER);
    give_flag(model, "works_wrong", field == FIELD_OF_WORKS);
    give_flag(model, "parts_wrong", field == FIELD_OF_PARTS);
}

static void give_reply(const struct page *page, json_t *model, const struct finding_view *f,
                       const struct finding_reply *reply)
{
    enum rectification_actor by = f->audience == AUDIENCE_SUPERVISOR ? OF_SUPERVISOR : OF_WORKSHOP;

    give_flag(model, "may_explain", rectification_allows(f->state, ACT_EXPLAINED, by));
    give_flag(model, "may_add", rectification_allows(f->state, ACT_ADDED, by));
    give_flag(model, "may_decide", rectification_allows(f->state, ACT_ACCEPTED, by));
    give_flag(model, "may_refuse", rectification_allows(f->state, ACT_REFUSED, by));
    give_flag(model, "chose_accepted", reply->act == ACT_ACCEPTED);
    give_flag(model, "chose_refused", reply->act == ACT_REFUSED);
    give_flag(model, "act_wrong", reply->act_wrong);
    give_flag(model, "words_wrong", reply->words_wrong);
    give_text(model, "words", reply->words);
    give_text(model, "words_most", number_words(page, RECTIFY_WORDS_MOST));
    give_text(model, "words_length", page_text(page, "%d", RECTIFY_WORDS_MOST));
    give_flag(model, "incomplete", reply->notice == FINDING_INCOMPLETE);
    give_flag(model, "moved_on", reply->notice == FINDING_MOVED_ON);
    give_flag(model, "written_out", reply->notice == FINDING_WRITTEN_OUT);
}

h2o_iovec_t finding_page(const struct page *page, const struct finding_view *f, const struct view *record,
                         const struct view *other, const struct finding_reply *reply)
{
    const char *state = rectification_state_code(f->state);
    const char *side = f->audience == AUDIENCE_SUPERVISOR ? "supervisor" : "workshop";
    json_t *model = json_object();

    give_side(model, f->audience);
    give_text(model, "code", f->code);
    give_text(model, "name", page_word(page, "finding_name", f->code));
    give_words(page, model, finding_by_code(f->code));
    give_text(model, "state", page_word(page, "finding_state", state));
    give_text(model, "next", page_word(page, "finding_next", page_text(page, "%s_%s", side, state)));
    give_text(model, "why", f->reason == NULL ? NULL : page_word(page, "finding_reason", f->reason));
    give_text(model, "due_on", f->reason != NULL ? NULL : date_words(page, f->due_on));
    give_text(model, "fitting", f->fitting_km == 0 ? NULL : number_words(page, f->fitting_km));
    give_text(model, "workshop_name", f->workshop_name);
    give_text(model, "vin", record->vin);
    give_flag(model, "gone", record->count == 0);
    give_record_part(page, model, record);
    give_field(model, f->code);
    give_evidence(page, model, record, other);
    give_steps(page, model, f);
    give_reply(page, model, f, reply);
    return page_render(page, "finding", model);
}
