#include <string.h>

#include "render/about_me_parts.h"
#include "render/page_model.h"

const char *tell_word(const struct telling_all *t, const char *code)
{
    const char *found = page_word(t->page, "paper", code);

    return found == NULL ? code : found;
}

const char *tell_word_of(const struct telling_all *t, const char *group, const char *code)
{
    const char *found = code == NULL ? NULL : page_word(t->page, group, code);

    return found != NULL ? found : code == NULL ? tell_word(t, "unknown") : code;
}

const char *tell_when(const struct telling_all *t, int64_t moment)
{
    const char *words = moment == 0 ? NULL : moment_words(t->page, moment);

    return words == NULL ? tell_word(t, "unknown") : words;
}

void tell_fact(const struct telling_all *t, const char *label, const char *value)
{
    if (value != NULL)
        paper_put(t->paper, PAPER_TEXT, tell_word(t, label), tell_word(t, "colon"), value, NULL);
}

void tell_list_end(const struct telling_all *t, size_t count, bool cut, const char *cut_words)
{
    if (count == 0)
        paper_put(t->paper, PAPER_TEXT, tell_word(t, "none"), NULL);
    if (cut)
        paper_put(t->paper, PAPER_SMALL, tell_word(t, cut_words), NULL);
}

static void put_account(const struct telling_all *t, const struct about_me *me)
{
    const char *quiet = me->quiet_from < 0
                            ? tell_word(t, "none")
                            : page_text(t->page, "%02d:00–%02d:00", me->quiet_from, me->quiet_to);

    paper_put(t->paper, PAPER_HEADING, tell_word(t, "account"), NULL);
    tell_fact(t, "phone", me->phone);
    tell_fact(t, "created", tell_when(t, me->created));
    tell_fact(t, "language", tell_word_of(t, "language", me->language));
    tell_fact(t, "muted", me->muted == NULL || *me->muted == '\0' ? tell_word(t, "none") : me->muted);
    tell_fact(t, "quiet", quiet);
    tell_fact(t, "waiting", number_words(t->page, me->messages_waiting));
}

static void put_sessions(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "sessions"), NULL);
    for (size_t i = 0; i < me->session_count; i++) {
        const struct open_session *s = &me->sessions[i];

        paper_put(t->paper, PAPER_TEXT, tell_when(t, s->began), " – ", tell_when(t, s->used), " · ",
                  tell_word_of(t, "device", s->device), " · ", tell_word_of(t, "browser", s->browser), " · ",
                  s->network == NULL ? tell_word(t, "unknown") : s->network, NULL);
    }
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "browsers"), NULL);
    for (size_t i = 0; i < me->device_count; i++)
        paper_put(t->paper, PAPER_TEXT, tell_when(t, me->devices[i].first), " – ",
                  tell_when(t, me->devices[i].used), NULL);
}

static void put_notices(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "notices"), NULL);
    for (size_t i = 0; i < me->notice_count; i++) {
        const struct notice_line *n = &me->notices[i];
        const char *words = page_word(t->page, "notice", n->kind);

        paper_put(t->paper, PAPER_TEXT, tell_when(t, n->told), " · ",
                  words == NULL ? page_word(t->page, "notice", "other") : words, NULL);
    }
    tell_list_end(t, me->notice_count, me->notices_cut, "notices_cut");
}

static void put_review(const struct telling_all *t, const struct my_review *mine)
{
    const struct review_view *r = &mine->review;
    bool told = r->state == REVIEW_REFUSED && !r->holder && r->reason != REVIEW_REASON_COUNT;
    char masked[VIN_LENGTH + 1];

    paper_put(t->paper, PAPER_RECORD,
              tell_word_of(t, "review_kind", r->holder ? "twice_holder" : review_kind_code(r->kind)), " · ",
              vin_masked(&r->vin, masked), " · ",
              tell_word_of(t, "review_state", review_state_code(r->state)), NULL);
    tell_fact(t, "opened", tell_when(t, mine->opened));
    tell_fact(t, "asked", tell_when(t, r->asked_at));
    tell_fact(t, "decided", r->decided_at == 0 ? NULL : tell_when(t, r->decided_at));
    tell_fact(t, "reason", told ? tell_word_of(t, "review_reason", review_reason_code(r->reason)) : NULL);
    tell_fact(t, "reviewers_words", told ? r->words : NULL);
    tell_fact(t, "photos_kept", tell_word(t, r->sent ? "yes" : "no"));
}

static void put_reviews(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "reviews"), NULL);
    for (size_t i = 0; i < me->review_count; i++)
        put_review(t, &me->reviews[i]);
    tell_list_end(t, me->review_count, me->reviews_cut, "reviews_cut");
}

static void put_consents(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "consents"), NULL);
    for (size_t i = 0; i < me->consent_count; i++) {
        const struct my_consent *c = &me->consents[i];

        paper_put(t->paper, PAPER_TEXT, tell_word(t, c->given ? "consent_given" : "consent_got"), " · ",
                  c->vin_masked, " · ", tell_when(t, c->since), " – ", tell_when(t, c->until),
                  c->ended == 0 ? NULL : tell_word(t, "consent_ended"), tell_when(t, c->ended), NULL);
    }
    tell_list_end(t, me->consent_count, me->consents_cut, "consents_cut");
}

static void put_memberships(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "memberships"), NULL);
    for (size_t i = 0; i < me->membership_count; i++) {
        const struct my_membership *m = &me->memberships[i];

        paper_put(t->paper, PAPER_TEXT, m->organisation, " · ", tell_word(t, m->role), " · ",
                  tell_when(t, m->since), m->invited_until == 0 ? NULL : tell_word(t, "invited_until"),
                  tell_when(t, m->invited_until), NULL);
    }
    tell_list_end(t, me->membership_count, me->memberships_cut, "memberships_cut");
}

static void put_verdict(const struct telling_all *t, const struct view *v)
{
    tell_fact(t, "mileage", tell_word(t, verdict_class_code(v->verdict.class)));
    for (size_t i = 0; i < v->verdict.reason_count; i++)
        paper_put(t->paper, PAPER_TEXT, "· ",
                  tell_word_of(t, "reason", verdict_reason_code(v->verdict.reasons[i])), NULL);
}

static void put_record(const struct telling_all *t, const struct view_record *r)
{
    const char *on = date_words(t->page, r->settled_on);
    const char *km =
        r->odometer_km < 0 ? NULL : page_text(t->page, "%s km", number_words(t->page, r->odometer_km));

    paper_put(t->paper, PAPER_RECORD, on == NULL ? tell_word(t, "undated") : on, " · ",
              km == NULL ? tell_word(t, "no_km") : km, r->doubt != 0 ? tell_word(t, "doubtful") : "",
              r->disputed ? tell_word(t, "disputed") : "", NULL);
    tell_fact(t, "workshop", r->workshop_name);
    tell_fact(t, "brought_on", date_words(t->page, r->brought_on));
    tell_fact(t, "plate", r->plate);
    tell_fact(t, "settlement_no", r->settlement_no);
    tell_fact(t, "fault", r->fault);
    for (size_t i = 0; i < r->work_count; i++)
        paper_put(t->paper, PAPER_TEXT, tell_word(t, "work"), tell_word(t, "colon"),
                  r->works[i].name == NULL ? "" : r->works[i].name, r->works[i].hours == NULL ? "" : " · ",
                  r->works[i].hours == NULL ? "" : r->works[i].hours, r->works[i].hours == NULL ? "" : " h",
                  NULL);
    for (size_t i = 0; i < r->part_count; i++)
        paper_put(t->paper, PAPER_TEXT, tell_word(t, "part"), tell_word(t, "colon"),
                  r->parts[i].name == NULL ? "" : r->parts[i].name, r->parts[i].code == NULL ? "" : " · ",
                  r->parts[i].code == NULL ? "" : r->parts[i].code, r->parts[i].quantity == NULL ? "" : " × ",
                  r->parts[i].quantity == NULL ? "" : r->parts[i].quantity, NULL);
    for (size_t i = 0; i < r->unread_count; i++)
        paper_put(t->paper, PAPER_TEXT, tell_word(t, "unread"), tell_word(t, "colon"), r->unread[i].text,
                  NULL);
}

static void put_vehicle(const struct telling_all *t, const struct my_vehicle *v)
{
    const char *name = vehicle_words(t->page, v->view.maker_zh, v->view.maker_en, v->view.model_year);

    paper_put(t->paper, PAPER_HEADING, tell_word(t, "vehicle"), " ", name == NULL ? "" : name,
              name == NULL ? "" : " · ", v->view.vin == NULL ? v->vin_masked : v->view.vin, NULL);
    tell_fact(t, "claimed", tell_when(t, v->claimed));
    if (!v->present || v->left_out) {
        paper_put(t->paper, PAPER_TEXT, tell_word(t, v->present ? "left_out" : "not_held"), NULL);
        return;
    }
    tell_fact(t, "first_registered", date_words(t->page, v->view.first_registered));
    tell_fact(t, "records", number_words(t->page, (long)v->view.total));
    put_verdict(t, &v->view);
    for (size_t i = 0; i < v->view.count; i++)
        put_record(t, &v->view.records[i]);
}

struct paper *about_me_paper(const struct page *page, const struct about_me *me)
{
    struct telling_all t = {page, NULL};

    t.paper = paper_new(page->pool, tell_word(&t, "title"), in_chinese(page) ? "zh-CN" : "en",
                        tell_word(&t, "cut"));
    paper_put(t.paper, PAPER_TITLE, tell_word(&t, "title"), NULL);
    paper_put(t.paper, PAPER_SMALL, tell_when(&t, me->made), " · ", tell_word(&t, "beware"), NULL);
    put_account(&t, me);
    put_sessions(&t, me);
    put_notices(&t, me);
    put_reviews(&t, me);
    put_consents(&t, me);
    put_memberships(&t, me);
    put_disputes(&t, me);
    put_ratings(&t, me);
    put_certificates(&t, me);
    for (size_t i = 0; i < me->vehicle_count; i++)
        put_vehicle(&t, &me->vehicles[i]);
    if (me->vehicles_cut)
        paper_put(t.paper, PAPER_SMALL, tell_word(&t, "vehicles_cut"), NULL);
    put_shares(&t, me);
    put_looks(&t, me);
    paper_put(t.paper, PAPER_HEADING, tell_word(&t, "besides"), NULL);
    paper_put(t.paper, PAPER_TEXT, tell_word(&t, "besides_text"), NULL);
    return t.paper;
}

h2o_iovec_t download_page(const struct page *page, bool too_many)
{
    json_t *model = json_object();

    give_flag(model, "too_many", too_many);
    return page_render(page, "download", model);
}
