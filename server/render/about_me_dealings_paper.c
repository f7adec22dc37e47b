#include "render/about_me_parts.h"
#include "render/page_model.h"
#include "render/vehicle_parts.h"

static const char *of_vehicle(const struct telling_all *t, const struct about_vehicle *about)
{
    return about->vin_masked == NULL ? tell_word(t, "unknown") : about->vin_masked;
}

static const char *yes_or_no(const struct telling_all *t, bool yes)
{
    return tell_word(t, yes ? "yes" : "no");
}

static void put_dispute(const struct telling_all *t, const struct my_dispute *mine)
{
    const struct dispute_view *d = &mine->dispute;
    const char *state = mine->whole ? tell_word_of(t, "dispute_state", dispute_state_code(d->state))
                                    : tell_word(t, "own_part_only");

    paper_put(t->paper, PAPER_RECORD, tell_word_of(t, "dispute_kind", dispute_kind_code(d->kind)), " · ",
              of_vehicle(t, &mine->about), " · ", state, NULL);
    tell_fact(t, "dispute_opened", tell_when(t, mine->opened));
    tell_fact(t, "dispute_record", date_words(t->page, mine->settled_on));
    tell_fact(t, "workshop", d->workshop_name);
    tell_fact(t, "dispute_due", date_words(t->page, d->due_on));
    tell_fact(t, "photos_kept", yes_or_no(t, d->has_photo));
    for (size_t i = 0; i < d->step_count; i++) {
        const struct dispute_step_view *s = &d->steps[i];

        paper_put(t->paper, PAPER_TEXT, tell_when(t, s->taken_at), " · ",
                  tell_word_of(t, "dispute_step", dispute_step_code(s->step)),
                  s->words == NULL ? NULL : tell_word(t, "colon"), s->words, NULL);
    }
    if (mine->steps_cut)
        paper_put(t->paper, PAPER_SMALL, tell_word(t, "steps_cut"), NULL);
}

void put_disputes(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "disputes"), NULL);
    for (size_t i = 0; i < me->dispute_count; i++)
        put_dispute(t, &me->disputes[i]);
    tell_list_end(t, me->dispute_count, me->disputes_cut, "disputes_cut");
}

static void put_rating(const struct telling_all *t, const struct my_rating *r)
{
    paper_put(t->paper, PAPER_RECORD, r->workshop, " · ", of_vehicle(t, &r->about), NULL);
    tell_fact(t, "rated_on", date_words(t->page, r->rated_on));
    tell_fact(t, "rated_record", date_words(t->page, r->settled_on));
    for (int axis = 0; axis < RATING_AXES; axis++)
        paper_put(
            t->paper, PAPER_TEXT, tell_word_of(t, "rating_axis", rating_axis_code((enum rating_axis)axis)),
            tell_word(t, "colon"), page_text(t->page, "%d / %d", r->rating.points[axis], RATING_MOST), NULL);
}

void put_ratings(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "ratings"), NULL);
    for (size_t i = 0; i < me->rating_count; i++)
        put_rating(t, &me->ratings[i]);
    tell_list_end(t, me->rating_count, me->ratings_cut, "ratings_cut");
}

/* Who looked for a purpose was a client; else it was a browser. */
static void put_opening(const struct telling_all *t, const struct share_opened *o)
{
    paper_put(t->paper, PAPER_TEXT, "· ", tell_when(t, o->at), " · ", o->network, " · ",
              tell_word_of(t, "device", o->device), o->client == NULL ? NULL : " · ", o->client, " · ",
              tell_word_of(t, "purpose", o->purpose), NULL);
}

static void put_share(const struct telling_all *t, const struct my_share *mine)
{
    const struct share_link *link = &mine->link;

    paper_put(t->paper, PAPER_RECORD, tell_word(t, "share"), " ", number_words(t->page, link->number), " · ",
              of_vehicle(t, &mine->about), " · ", tell_word_of(t, "share_scope", link->scope), NULL);
    tell_fact(t, "share_records", link->records == 0 ? NULL : number_words(t->page, link->records));
    tell_fact(t, "share_made", tell_when(t, link->created_at));
    tell_fact(t, "share_ends", tell_when(t, link->expires_at));
    tell_fact(t, "share_revoked", link->revoked_at == 0 ? NULL : tell_when(t, link->revoked_at));
    tell_fact(t, "share_pin", yes_or_no(t, link->has_pin));
    tell_fact(t, "share_certifies", yes_or_no(t, link->certifies));
    tell_fact(t, "share_openings", number_words(t->page, link->openings));
    for (size_t i = 0; i < link->opened_count; i++)
        put_opening(t, &link->opened[i]);
    if ((size_t)link->openings > link->opened_count)
        paper_put(t->paper, PAPER_SMALL, tell_word(t, "openings_cut"), NULL);
}

void put_shares(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "shares"), NULL);
    for (size_t i = 0; i < me->share_count; i++)
        put_share(t, &me->shares[i]);
    tell_list_end(t, me->share_count, me->shares_cut, "shares_cut");
}

void put_looks(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "looks"), NULL);
    for (size_t i = 0; i < me->look_count; i++) {
        const struct look *look = &me->looks[i].look;

        paper_put(t->paper, PAPER_TEXT, tell_when(t, look->at), " · ", of_vehicle(t, &me->looks[i].about),
                  " · ", looker_words(t->page, look), " · ", tell_word_of(t, "purpose", look->purpose), " · ",
                  look->reference, NULL);
    }
    tell_list_end(t, me->look_count, me->looks_cut, "looks_cut");
}

static void put_certificate(const struct telling_all *t, const struct my_certificate *mine)
{
    const struct certificate_line *c = &mine->line;

    paper_put(t->paper, PAPER_RECORD, c->number, " · ", of_vehicle(t, &mine->about), " · ",
              tell_word_of(t, "certificate_state", c->state), NULL);
    tell_fact(t, "certificate_client", c->client);
    tell_fact(t, "certificate_destination", tell_word_of(t, "destination", c->destination));
    tell_fact(t, "certificate_ground", tell_word_of(t, "certificate_ground", c->ground));
    tell_fact(t, "certificate_issued", tell_when(t, c->at));
    tell_fact(t, "certificate_until", date_words(t->page, c->until));
}

void put_certificates(const struct telling_all *t, const struct about_me *me)
{
    paper_put(t->paper, PAPER_HEADING, tell_word(t, "certificates"), NULL);
    for (size_t i = 0; i < me->certificate_count; i++)
        put_certificate(t, &me->certificates[i]);
    tell_list_end(t, me->certificate_count, me->certificates_cut, "certificates_cut");
}
