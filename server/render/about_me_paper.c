#include <string.h>

#include "render/about_me.h"
#include "render/page_model.h"
#include "render/paper.h"

/* What goes on: the lines, and the words of the page's language. */
struct telling_all {
    const struct page *page;
    struct paper *paper;
};

static const char *word(const struct telling_all *t, const char *code)
{
    const char *found = page_word(t->page, "paper", code);

    return found == NULL ? code : found;
}

static const char *word_of(const struct telling_all *t, const char *group, const char *code)
{
    const char *found = code == NULL ? NULL : page_word(t->page, group, code);

    return found != NULL ? found : code == NULL ? word(t, "unknown") : code;
}

static const char *when(const struct telling_all *t, int64_t moment)
{
    const char *words = moment == 0 ? NULL : moment_words(t->page, moment);

    return words == NULL ? word(t, "unknown") : words;
}

/* "label: value". */
static void fact(const struct telling_all *t, const char *label, const char *value)
{
    if (value != NULL)
        paper_put(t->paper, PAPER_TEXT, word(t, label), word(t, "colon"), value, NULL);
}

static void put_account(const struct telling_all *t, const struct about_me *me)
{
    const char *quiet = me->quiet_from < 0
                            ? word(t, "none")
                            : page_text(t->page, "%02d:00–%02d:00", me->quiet_from, me->quiet_to);

    paper_put(t->paper, PAPER_HEADING, word(t, "account"), NULL);
    fact(t, "phone", me->phone);
    fact(t, "created", when(t, me->created));
    fact(t, "language", word_of(t, "language", me->language));
    fact(t, "muted", me->muted == NULL || *me->muted == '\0' ? word(t, "none") : me->muted);
    fact(t, "quiet", quiet);
    fact(t, "waiting", number_words(t->page, me->messages_waiting));
}

static void put_sessions(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, word(t, "sessions"), NULL);
    for (size_t i = 0; i < me->session_count; i++) {
        const struct open_session *s = &me->sessions[i];

        paper_put(t->paper, PAPER_TEXT, when(t, s->began), " – ", when(t, s->used), " · ",
                  word_of(t, "device", s->device), " · ", word_of(t, "browser", s->browser), " · ",
                  s->network == NULL ? word(t, "unknown") : s->network, NULL);
    }
    paper_put(t->paper, PAPER_HEADING, word(t, "browsers"), NULL);
    for (size_t i = 0; i < me->device_count; i++)
        paper_put(t->paper, PAPER_TEXT, when(t, me->devices[i].first), " – ", when(t, me->devices[i].used),
                  NULL);
}

static void put_notices(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, word(t, "notices"), NULL);
    for (size_t i = 0; i < me->notice_count; i++) {
        const struct notice_line *n = &me->notices[i];
        const char *words = page_word(t->page, "notice", n->kind);

        paper_put(t->paper, PAPER_TEXT, when(t, n->told), " · ",
                  words == NULL ? page_word(t->page, "notice", "other") : words, NULL);
    }
    if (me->notice_count == 0)
        paper_put(t->paper, PAPER_TEXT, word(t, "none"), NULL);
    if (me->notices_cut)
        paper_put(t->paper, PAPER_SMALL, word(t, "notices_cut"), NULL);
}

static void put_review(const struct telling_all *t, const struct my_review *mine)
{
    const struct review_view *r = &mine->review;
    bool told = r->state == REVIEW_REFUSED && !r->holder && r->reason != REVIEW_REASON_COUNT;
    char masked[VIN_LENGTH + 1];

    paper_put(t->paper, PAPER_RECORD,
              word_of(t, "review_kind", r->holder ? "twice_holder" : review_kind_code(r->kind)), " · ",
              vin_masked(&r->vin, masked), " · ", word_of(t, "review_state", review_state_code(r->state)),
              NULL);
    fact(t, "opened", when(t, mine->opened));
    fact(t, "asked", when(t, r->asked_at));
    fact(t, "decided", r->decided_at == 0 ? NULL : when(t, r->decided_at));
    fact(t, "reason", told ? word_of(t, "review_reason", review_reason_code(r->reason)) : NULL);
    fact(t, "reviewers_words", told ? r->words : NULL);
    fact(t, "photos_kept", word(t, r->sent ? "yes" : "no"));
}

static void put_reviews(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, word(t, "reviews"), NULL);
    for (size_t i = 0; i < me->review_count; i++)
        put_review(t, &me->reviews[i]);
    if (me->review_count == 0)
        paper_put(t->paper, PAPER_TEXT, word(t, "none"), NULL);
    if (me->reviews_cut)
        paper_put(t->paper, PAPER_SMALL, word(t, "reviews_cut"), NULL);
}

static void put_consents(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, word(t, "consents"), NULL);
    for (size_t i = 0; i < me->consent_count; i++) {
        const struct my_consent *c = &me->consents[i];

        paper_put(t->paper, PAPER_TEXT, word(t, c->given ? "consent_given" : "consent_got"), " · ",
                  c->vin_masked, " · ", when(t, c->since), " – ", when(t, c->until),
                  c->ended == 0 ? NULL : word(t, "consent_ended"), when(t, c->ended), NULL);
    }
    if (me->consent_count == 0)
        paper_put(t->paper, PAPER_TEXT, word(t, "none"), NULL);
    if (me->consents_cut)
        paper_put(t->paper, PAPER_SMALL, word(t, "consents_cut"), NULL);
}

static void put_memberships(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, word(t, "memberships"), NULL);
    for (size_t i = 0; i < me->membership_count; i++) {
        const struct my_membership *m = &me->memberships[i];

        paper_put(t->paper, PAPER_TEXT, m->organisation, " · ", word(t, m->role), " · ", when(t, m->since),
                  NULL);
    }
    if (me->membership_count == 0)
        paper_put(t->paper, PAPER_TEXT, word(t, "none"), NULL);
    if (me->memberships_cut)
        paper_put(t->paper, PAPER_SMALL, word(t, "memberships_cut"), NULL);
}

static void put_verdict(const struct telling_all *t, const struct view *v)
{
    fact(t, "mileage", word(t, verdict_class_code(v->verdict.class)));
    for (size_t i = 0; i < v->verdict.reason_count; i++)
        paper_put(t->paper, PAPER_TEXT, "· ",
                  word_of(t, "reason", verdict_reason_code(v->verdict.reasons[i])), NULL);
}

static void put_record(const struct telling_all *t, const struct view_record *r)
{
    const char *on = date_words(t->page, r->settled_on);
    const char *km =
        r->odometer_km < 0 ? NULL : page_text(t->page, "%s km", number_words(t->page, r->odometer_km));

    paper_put(t->paper, PAPER_RECORD, on == NULL ? word(t, "undated") : on, " · ",
              km == NULL ? word(t, "no_km") : km, r->doubt != 0 ? word(t, "doubtful") : "",
              r->disputed ? word(t, "disputed") : "", NULL);
    fact(t, "workshop", r->workshop_name);
    fact(t, "brought_on", date_words(t->page, r->brought_on));
    fact(t, "plate", r->plate);
    fact(t, "settlement_no", r->settlement_no);
    fact(t, "fault", r->fault);
    for (size_t i = 0; i < r->work_count; i++)
        paper_put(t->paper, PAPER_TEXT, word(t, "work"), word(t, "colon"),
                  r->works[i].name == NULL ? "" : r->works[i].name, r->works[i].hours == NULL ? "" : " · ",
                  r->works[i].hours == NULL ? "" : r->works[i].hours, r->works[i].hours == NULL ? "" : " h",
                  NULL);
    for (size_t i = 0; i < r->part_count; i++)
        paper_put(t->paper, PAPER_TEXT, word(t, "part"), word(t, "colon"),
                  r->parts[i].name == NULL ? "" : r->parts[i].name, r->parts[i].code == NULL ? "" : " · ",
                  r->parts[i].code == NULL ? "" : r->parts[i].code, r->parts[i].quantity == NULL ? "" : " × ",
                  r->parts[i].quantity == NULL ? "" : r->parts[i].quantity, NULL);
    for (size_t i = 0; i < r->unread_count; i++)
        paper_put(t->paper, PAPER_TEXT, word(t, "unread"), word(t, "colon"), r->unread[i].text, NULL);
}

static void put_vehicle(const struct telling_all *t, const struct my_vehicle *v)
{
    const char *name = vehicle_words(t->page, v->view.maker_zh, v->view.maker_en, v->view.model_year);

    paper_put(t->paper, PAPER_HEADING, word(t, "vehicle"), " ", name == NULL ? "" : name,
              name == NULL ? "" : " · ", v->view.vin == NULL ? v->vin_masked : v->view.vin, NULL);
    fact(t, "claimed", when(t, v->claimed));
    if (!v->present || v->left_out) {
        paper_put(t->paper, PAPER_TEXT, word(t, v->present ? "left_out" : "not_held"), NULL);
        return;
    }
    fact(t, "first_registered", date_words(t->page, v->view.first_registered));
    fact(t, "records", number_words(t->page, (long)v->view.total));
    put_verdict(t, &v->view);
    for (size_t i = 0; i < v->view.count; i++)
        put_record(t, &v->view.records[i]);
}

struct paper *about_me_paper(const struct page *page, const struct about_me *me)
{
    struct telling_all t = {page, NULL};

    t.paper = paper_new(page->pool, word(&t, "title"), in_chinese(page) ? "zh-CN" : "en", word(&t, "cut"));
    paper_put(t.paper, PAPER_TITLE, word(&t, "title"), NULL);
    paper_put(t.paper, PAPER_SMALL, when(&t, me->made), " · ", word(&t, "beware"), NULL);
    put_account(&t, me);
    put_sessions(&t, me);
    put_notices(&t, me);
    put_reviews(&t, me);
    put_consents(&t, me);
    put_memberships(&t, me);
    for (size_t i = 0; i < me->vehicle_count; i++)
        put_vehicle(&t, &me->vehicles[i]);
    if (me->vehicles_cut)
        paper_put(t.paper, PAPER_SMALL, word(&t, "vehicles_cut"), NULL);
    paper_put(t.paper, PAPER_HEADING, word(&t, "besides"), NULL);
    paper_put(t.paper, PAPER_TEXT, word(&t, "besides_text"), NULL);
    return t.paper;
}

h2o_iovec_t download_page(const struct page *page, bool too_many)
{
    json_t *model = json_object();

    give_flag(model, "too_many", too_many);
    return page_render(page, "download", model);
}
