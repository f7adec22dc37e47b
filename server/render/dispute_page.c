#include "render/dispute_page.h"

#include <string.h>

#include "render/photo_part.h"
#include "render/record_part.h"

static const enum dispute_actor actor_of[AUDIENCE_COUNT] = {
    [AUDIENCE_OWNER] = BY_OWNER, [AUDIENCE_WORKSHOP] = BY_WORKSHOP, [AUDIENCE_SUPERVISOR] = BY_SUPERVISOR};

static void give_side(json_t *model, enum audience audience)
{
    give_flag(model, "for_owner", audience == AUDIENCE_OWNER);
    give_flag(model, "for_workshop", audience == AUDIENCE_WORKSHOP);
    give_flag(model, "for_supervisor", audience == AUDIENCE_SUPERVISOR);
}

static void give_notice(json_t *model, enum dispute_notice notice)
{
    give_flag(model, "incomplete", notice == DISPUTE_INCOMPLETE);
    give_flag(model, "contested", notice == DISPUTE_CONTESTED);
    give_flag(model, "too_many", notice == DISPUTE_TOO_MANY);
    give_flag(model, "moved_on", notice == DISPUTE_MOVED_ON);
    give_flag(model, "no_workshop", notice == DISPUTE_NO_WORKSHOP);
}

static void give_kinds(const struct page *page, json_t *model, enum dispute_kind chosen)
{
    json_t *kinds = give_list(model, "kinds");

    for (int kind = 0; kind < DISPUTE_MISSING_RECORD; kind++) {
        json_t *item = add_item(kinds);
        const char *code = dispute_kind_code((enum dispute_kind)kind);

        give_text(item, "code", code);
        give_text(item, "name", page_word(page, "dispute_kind", code));
        give_flag(item, "chosen", (enum dispute_kind)kind == chosen);
    }
}

h2o_iovec_t dispute_form_page(const struct page *page, const struct dispute_form *form,
                              const struct view *record)
{
    json_t *model = json_object();

    give_text(model, "vehicle", form->vehicle);
    give_text(model, "record_handle", form->record_handle);
    give_text(model, "ticket", form->ticket);
    give_record_part(page, model, record);
    give_kinds(page, model, form->kind);
    give_text(model, "words", form->words);
    give_text(model, "words_most", number_words(page, DISPUTE_WORDS_MOST));
    give_text(model, "workdays", number_words(page, DISPUTE_WORKDAYS));
    give_text(model, "disputes_most", number_words(page, DISPUTES_MOST));
    give_photo_fields(page, model, form->photo, 1);
    give_flag(model, "tried", form->notice == DISPUTE_PHOTOS_TRIED);
    give_flag(model, "kind_wrong", form->kind_wrong);
    give_flag(model, "words_wrong", form->words_wrong);
    give_notice(model, form->notice);
    return page_render(page, "dispute_form", model);
}

static void give_steps(const struct page *page, json_t *model, const struct dispute_view *d)
{
    json_t *steps = give_list(model, "steps");

    for (size_t i = 0; i < d->step_count; i++) {
        const struct dispute_step_view *s = &d->steps[i];
        json_t *item = add_item(steps);

        give_text(item, "at", moment_words(page, s->taken_at));
        give_text(item, "what", page_word(page, "dispute_step", dispute_step_code(s->step)));
        give_text(item, "said", s->words);
    }
}

static bool may(const struct dispute_view *d, enum dispute_step step)
{
    return dispute_allows(d->state, step, actor_of[d->audience]);
}

static void give_choices(json_t *model, const struct dispute_view *d, const struct dispute_reply *reply)
{
    give_flag(model, "may_withdraw", may(d, STEP_WITHDRAWN));
    give_flag(model, "may_accept", may(d, STEP_ACCEPTED));
    give_flag(model, "may_insist", may(d, STEP_INSISTED));
    give_flag(model, "may_answer", may(d, STEP_JUSTIFIED));
    give_flag(model, "may_forward", may(d, STEP_FORWARDED));
    give_flag(model, "may_decide", may(d, STEP_DISMISSED));
    give_flag(model, "may_uphold", may(d, STEP_UPHELD));
    give_flag(model, "chose_promised", reply->step == STEP_PROMISED);
    give_flag(model, "chose_justified", reply->step == STEP_JUSTIFIED);
    give_flag(model, "chose_upheld", reply->step == STEP_UPHELD);
    give_flag(model, "chose_dismissed", reply->step == STEP_DISMISSED);
    give_flag(model, "step_wrong", reply->step_wrong);
    give_flag(model, "words_wrong", reply->words_wrong);
    give_text(model, "words", reply->words);
    give_text(model, "workshop_code", reply->workshop);
}

/* What comes next is told to each side in its own words. */
static const char *next_words(const struct page *page, const struct dispute_view *d)
{
    return page_word(
        page, "dispute_next",
        page_text(page, "%s_%s", dispute_actor_code(actor_of[d->audience]), dispute_state_code(d->state)));
}

h2o_iovec_t dispute_page(const struct page *page, const struct dispute_view *d, const struct view *record,
                         const struct dispute_reply *reply)
{
    json_t *model = json_object();

    give_side(model, d->audience);
    give_text(model, "vehicle", d->vehicle);
    give_text(model, "kind", page_word(page, "dispute_kind", dispute_kind_code(d->kind)));
    give_text(model, "state", page_word(page, "dispute_state", dispute_state_code(d->state)));
    give_text(model, "next", next_words(page, d));
    give_text(model, "due_on", date_words(page, d->due_on));
    give_flag(model, "missing", d->kind == DISPUTE_MISSING_RECORD);
    give_flag(model, "closed", d->state == DISPUTE_CLOSED);
    give_flag(model, "gone", d->kind != DISPUTE_MISSING_RECORD && record->count == 0);
    give_flag(model, "has_photo", d->has_photo);
    give_text(model, "workshop_name", d->workshop_name);
    give_text(model, "vin", d->audience == AUDIENCE_OWNER ? NULL : record->vin);
    give_text(model, "words_most", number_words(page, DISPUTE_WORDS_MOST));
    give_record_part(page, model, record);
    give_steps(page, model, d);
    give_choices(model, d, reply);
    give_notice(model, reply->notice);
    return page_render(page, "dispute", model);
}

static bool is_late(const struct dispute_line *line)
{
    return date_known(line->due_on) && date_compare(line->due_on, date_today()) < 0;
}

h2o_iovec_t disputes_page(const struct page *page, enum audience audience, const char *vehicle,
                          const struct dispute_line *lines, size_t count)
{
    json_t *model = json_object(), *list = give_list(model, "lines");

    give_side(model, audience);
    give_text(model, "vehicle", vehicle);
    give_flag(model, "none", count == 0);
    for (size_t i = 0; i < count; i++) {
        const struct dispute_line *line = &lines[i];
        json_t *item = add_item(list);

        give_text(item, "handle", line->handle);
        give_text(item, "kind", page_word(page, "dispute_kind", dispute_kind_code(line->kind)));
        give_text(item, "state", page_word(page, "dispute_state", dispute_state_code(line->state)));
        give_text(item, "due_on", date_words(page, line->due_on));
        give_flag(item, "reminded", line->reminded);
        give_flag(item, "late", is_late(line));
        give_text(item, "opened_at", moment_words(page, line->opened_at));
        give_text(item, "settled_on", date_words(page, line->settled_on));
        give_text(item, "workshop", line->workshop_name);
    }
    return page_render(page, "disputes", model);
}
