#include "render/about_me_parts.h"

static json_t *item_about(const struct about_vehicle *about)
{
    json_t *item = json_object();

    json_object_set_new(item, "vehicle", told_text(about->handle));
    json_object_set_new(item, "vin_masked", told_text(about->vin_masked));
    return item;
}

static json_t *steps(const struct dispute_view *d)
{
    json_t *array = json_array();

    for (size_t i = 0; i < d->step_count; i++) {
        const struct dispute_step_view *s = &d->steps[i];

        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:o, s:o}", "step", told_text(dispute_step_code(s->step)),
                                        "by", told_text(dispute_actor_code(s->by)), "taken_at",
                                        told_moment(s->taken_at), "words", told_text(s->words)));
    }
    return array;
}

static json_t *disputes(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->dispute_count; i++) {
        const struct my_dispute *mine = &me->disputes[i];
        const struct dispute_view *d = &mine->dispute;
        json_t *item = item_about(&mine->about);

        json_object_set_new(item, "kind", told_text(dispute_kind_code(d->kind)));
        json_object_set_new(item, "opened_at", told_moment(mine->opened));
        json_object_set_new(item, "own_part_only", json_boolean(!mine->whole));
        json_object_set_new(item, "state", told_text(mine->whole ? dispute_state_code(d->state) : NULL));
        json_object_set_new(item, "due_on", told_day(d->due_on));
        json_object_set_new(item, "workshop", told_text(d->workshop_name));
        json_object_set_new(item, "record_settled_on", told_day(mine->settled_on));
        json_object_set_new(item, "photo_kept", json_boolean(d->has_photo));
        json_object_set_new(item, "steps", steps(d));
        json_object_set_new(item, "steps_cut", json_boolean(mine->steps_cut));
        json_array_append_new(array, item);
    }
    return array;
}

static json_t *ratings(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->rating_count; i++) {
        const struct my_rating *r = &me->ratings[i];
        json_t *item = item_about(&r->about);

        json_object_set_new(item, "workshop", told_text(r->workshop));
        json_object_set_new(item, "rated_on", told_day(r->rated_on));
        json_object_set_new(item, "record_settled_on", told_day(r->settled_on));
        for (int axis = 0; axis < RATING_AXES; axis++)
            json_object_set_new(item, rating_axis_code((enum rating_axis)axis),
                                json_integer(r->rating.points[axis]));
        json_array_append_new(array, item);
    }
    return array;
}

static json_t *openings(const struct share_link *link)
{
    json_t *array = json_array();

    for (size_t i = 0; i < link->opened_count; i++) {
        const struct share_opened *o = &link->opened[i];

        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:o, s:o, s:o}", "at", told_moment(o->at), "network",
                                        told_text(o->network), "device", told_text(o->device), "client",
                                        told_text(o->client), "purpose", told_text(o->purpose)));
    }
    return array;
}

/* The secret is nobody's but whoever has the link: there is a keyed hash of it. */
static json_t *shares(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->share_count; i++) {
        const struct share_link *link = &me->shares[i].link;
        json_t *item = item_about(&me->shares[i].about);

        json_object_set_new(item, "number", json_integer(link->number));
        json_object_set_new(item, "scope", told_text(link->scope));
        json_object_set_new(item, "chosen_records", json_integer(link->records));
        json_object_set_new(item, "has_pin", json_boolean(link->has_pin));
        json_object_set_new(item, "for_certificate", json_boolean(link->certifies));
        json_object_set_new(item, "made_at", told_moment(link->created_at));
        json_object_set_new(item, "ends_at", told_moment(link->expires_at));
        json_object_set_new(item, "revoked_at", told_moment(link->revoked_at));
        json_object_set_new(item, "openings", json_integer(link->openings));
        json_object_set_new(item, "opened", openings(link));
        json_array_append_new(array, item);
    }
    return array;
}

static json_t *looks(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->look_count; i++) {
        const struct look *look = &me->looks[i].look;
        json_t *item = item_about(&me->looks[i].about);

        json_object_set_new(item, "at", told_moment(look->at));
        json_object_set_new(item, "client", told_text(look->client));
        json_object_set_new(item, "purpose", told_text(look->purpose));
        json_object_set_new(item, "reference", told_text(look->reference));
        json_array_append_new(array, item);
    }
    return array;
}

static json_t *certificates(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->certificate_count; i++) {
        const struct certificate_line *c = &me->certificates[i].line;
        json_t *item = item_about(&me->certificates[i].about);

        json_object_set_new(item, "number", told_text(c->number));
        json_object_set_new(item, "client", told_text(c->client));
        json_object_set_new(item, "destination", told_text(c->destination));
        json_object_set_new(item, "ground", told_text(c->ground));
        json_object_set_new(item, "issued_at", told_moment(c->at));
        json_object_set_new(item, "valid_until", told_day(c->until));
        json_object_set_new(item, "state", told_text(c->state));
        json_array_append_new(array, item);
    }
    return array;
}

void give_dealings(json_t *root, const struct about_me *me)
{
    json_object_set_new(root, "disputes", disputes(me));
    json_object_set_new(root, "disputes_cut", json_boolean(me->disputes_cut));
    json_object_set_new(root, "ratings", ratings(me));
    json_object_set_new(root, "ratings_cut", json_boolean(me->ratings_cut));
    json_object_set_new(root, "shares", shares(me));
    json_object_set_new(root, "shares_cut", json_boolean(me->shares_cut));
    json_object_set_new(root, "looks", looks(me));
    json_object_set_new(root, "looks_cut", json_boolean(me->looks_cut));
    json_object_set_new(root, "certificates", certificates(me));
    json_object_set_new(root, "certificates_cut", json_boolean(me->certificates_cut));
}
