#include "render/organisation_page.h"

#include <string.h>
#include <strings.h>

#include "render/page_model.h"
#include "render/photo_part.h"
#include "render/template.h"

static bool is_state(const struct organisation *o, const char *state)
{
    return o->state != NULL && strcmp(o->state, state) == 0;
}

static void give_organisation(json_t *item, const struct organisation *o)
{
    give_text(item, "organisation", o->handle);
    give_text(item, "name", o->name);
    give_flag(item, "administers", o->administers);
}

h2o_iovec_t organisations_page(const struct page *page, enum organisations_notice notice,
                               const struct organisation *organisations, size_t count)
{
    json_t *model = json_object(), *own = give_list(model, "organisations"),
           *asked = give_list(model, "invitations");

    for (size_t i = 0; i < count; i++) {
        const struct organisation *o = &organisations[i];
        json_t *item = add_item(o->invitation == NULL ? own : asked);

        give_organisation(item, o);
        give_text(item, "invitation", o->invitation);
        give_flag(item, "waiting", is_state(o, "waiting"));
        give_flag(item, "refused", is_state(o, "refused"));
    }
    give_flag(model, "none", json_array_size(own) == 0);
    give_flag(model, "asked", json_array_size(asked) > 0);
    give_flag(model, "left", notice == ORGANISATIONS_LEFT);
    give_flag(model, "ended", notice == ORGANISATIONS_ENDED);
    give_flag(model, "declined", notice == ORGANISATIONS_DECLINED);
    return page_render(page, "organisations", model);
}

h2o_iovec_t organisation_form_page(const struct page *page, enum organisation_notice notice,
                                   const struct organisation_form *form)
{
    json_t *model = json_object();

    give_flag(model, "incomplete", notice == ORGANISATION_INCOMPLETE);
    give_flag(model, "too_many", notice == ORGANISATION_TOO_MANY);
    give_flag(model, "tried", notice == ORGANISATION_TRIED);
    give_photo_fields(page, model, form->photo, 1);
    give_text(model, "once", form->once);
    give_text(model, "name", form->name);
    give_text(model, "code", form->code);
    give_flag(model, "name_wrong", form->name_wrong);
    give_flag(model, "code_malformed", form->code_malformed);
    give_flag(model, "code_mistyped", form->code_mistyped);
    give_flag(model, "code_wrong", form->code_malformed || form->code_mistyped);
    return page_render(page, "organisation_new", model);
}

static void give_member(const struct page *page, json_t *list, const struct member *m)
{
    json_t *item = add_item(list);

    give_text(item, "member", m->handle);
    give_text(item, "number", m->phone);
    give_flag(item, "administrator", m->administrator);
    give_flag(item, "self", m->self);
    give_text(item, "since", moment_words(page, m->since));
    give_text(item, "asked_until", m->asked_until == 0 ? NULL : moment_words(page, m->asked_until));
}

h2o_iovec_t members_page(const struct page *page, const struct members_shown *shown)
{
    json_t *model = json_object(), *members = give_list(model, "members"), *asked = give_list(model, "asked");

    give_organisation(model, shown->organisation);
    for (size_t i = 0; i < shown->count; i++)
        give_member(page, shown->member[i].asked_until == 0 ? members : asked, &shown->member[i]);
    give_flag(model, "some_asked", json_array_size(asked) > 0);
    give_flag(model, "invited", shown->notice == MEMBERS_INVITED);
    give_flag(model, "changed", shown->notice == MEMBERS_CHANGED);
    give_flag(model, "removed", shown->notice == MEMBERS_REMOVED);
    give_flag(model, "wrong", shown->notice == MEMBERS_WRONG);
    give_flag(model, "is_member", shown->notice == MEMBERS_IS_MEMBER);
    give_flag(model, "full", shown->notice == MEMBERS_FULL);
    give_flag(model, "too_many", shown->notice == MEMBERS_TOO_MANY);
    give_flag(model, "last", shown->notice == MEMBERS_LAST);
    give_text(model, "once", shown->once);
    give_text(model, "phone", shown->phone);
    give_flag(model, "as_administrator", shown->as_administrator);
    return page_render(page, "members", model);
}

h2o_iovec_t organisation_end_page(const struct page *page, const struct organisation *organisation,
                                  const char *typed)
{
    json_t *model = json_object();

    give_organisation(model, organisation);
    give_text(model, "word", page_word(page, "confirm", "end"));
    give_flag(model, "wrong", typed != NULL);
    give_text(model, "typed", typed);
    return page_render(page, "organisation_end", model);
}

bool end_word_is(const struct page *page, const char *typed)
{
    return typed != NULL && (strcmp(typed, templates_word(page->templates, "zh", "confirm", "end")) == 0 ||
                             strcasecmp(typed, templates_word(page->templates, "en", "confirm", "end")) == 0);
}
