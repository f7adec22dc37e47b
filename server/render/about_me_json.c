#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "render/about_me_parts.h"

const char *moment_iso(int64_t wall_us, char text[MOMENT_ISO])
{
    enum { CHINA_SECONDS = 8 * 3600 };
    time_t seconds = (time_t)(wall_us / 1000000 + CHINA_SECONDS);
    struct tm tm;

    if (wall_us == 0 || gmtime_r(&seconds, &tm) == NULL)
        return NULL;
    strftime(text, MOMENT_ISO, "%Y-%m-%dT%H:%M:%S+08:00", &tm);
    return text;
}

/* Text that is not UTF-8 is left out. */
json_t *told_text(const char *text)
{
    json_t *told = text == NULL ? NULL : json_string(text);

    return told == NULL ? json_null() : told;
}

json_t *told_moment(int64_t wall_us)
{
    char text[MOMENT_ISO];

    return told_text(moment_iso(wall_us, text));
}

json_t *told_day(struct date date)
{
    char text[DATE_TEXT];

    return date_known(date) ? json_string(date_text(date, text)) : json_null();
}

static json_t *number_or_null(long number, bool known)
{
    return known ? json_integer(number) : json_null();
}

static json_t *codes(enum code_list list, uint64_t set)
{
    json_t *array = json_array();

    for (unsigned code = 0; code < 64; code++)
        if (set & CODE_BIT(code) && code_words(list, code) != NULL)
            json_array_append_new(array, json_string(code_words(list, code)->code));
    return array;
}

static json_t *works(const struct view_record *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->work_count; i++)
        json_array_append_new(array, json_pack("{s:o, s:o}", "name", told_text(r->works[i].name), "hours",
                                               told_text(r->works[i].hours)));
    return array;
}

static json_t *parts(const struct view_record *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->part_count; i++)
        json_array_append_new(array, json_pack("{s:o, s:o, s:o}", "name", told_text(r->parts[i].name), "code",
                                               told_text(r->parts[i].code), "quantity",
                                               told_text(r->parts[i].quantity)));
    return array;
}

static json_t *unread(const struct view_record *r)
{
    json_t *array = json_array();

    for (size_t i = 0; i < r->unread_count; i++)
        json_array_append_new(array, json_pack("{s:o, s:o}", "field", told_text(r->unread[i].field), "text",
                                               told_text(r->unread[i].text)));
    return array;
}

static json_t *findings(finding_set set)
{
    json_t *array = json_array();

    for (int i = 0; i < FINDING_COUNT; i++)
        if (set & FINDING_BIT(i) && finding_code((enum finding)i) != NULL)
            json_array_append_new(array, json_string(finding_code((enum finding)i)));
    return array;
}

static json_t *record(const struct view_record *r)
{
    json_t *record = json_object();

    json_object_set_new(record, "brought_on", told_day(r->brought_on));
    json_object_set_new(record, "settled_on", told_day(r->settled_on));
    json_object_set_new(record, "odometer_km", number_or_null(r->odometer_km, r->odometer_km >= 0));
    json_object_set_new(record, "odometer_doubtful", json_boolean(r->doubt != 0));
    json_object_set_new(record, "workshop", told_text(r->workshop_name));
    json_object_set_new(record, "workshop_class", number_or_null(r->workshop_class, r->workshop_class != 0));
    json_object_set_new(record, "workshop_region", told_text(r->region));
    json_object_set_new(record, "settlement_no", told_text(r->settlement_no));
    json_object_set_new(record, "plate", told_text(r->plate));
    json_object_set_new(record, "fault", told_text(r->fault));
    json_object_set_new(record, "disputed", json_boolean(r->disputed));
    json_object_set_new(record, "work_codes", codes(CODES_OF_WORK, r->works_coded));
    json_object_set_new(record, "part_codes", codes(CODES_OF_PARTS, r->parts_coded));
    json_object_set_new(record, "signals", codes(CODES_OF_SIGNALS, r->signals));
    json_object_set_new(record, "findings", findings(r->findings));
    json_object_set_new(record, "works", works(r));
    json_object_set_new(record, "parts", parts(r));
    json_object_set_new(record, "unread", unread(r));
    return record;
}

static json_t *verdict(const struct verdict *v)
{
    json_t *reasons = json_array(), *evidence = json_array();

    for (size_t i = 0; i < v->reason_count; i++)
        json_array_append_new(reasons, json_string(verdict_reason_code(v->reasons[i])));
    for (size_t i = 0; i < v->evidence_count; i++) {
        const struct verdict_evidence *e = &v->evidence[i];

        json_array_append_new(evidence,
                              json_pack("{s:s, s:I, s:o, s:o}", "reason", verdict_reason_code(e->reason),
                                        "record", (json_int_t)e->record, "against",
                                        number_or_null((long)e->against, e->compared), "fitting_km",
                                        number_or_null(e->fitting_km, e->fitting_km != 0)));
    }
    return json_pack("{s:s, s:o, s:i, s:o}", "class", verdict_class_code(v->class), "reasons", reasons,
                     "readings", (int)v->readings, "evidence", evidence);
}

static json_t *next_service(const struct upkeep *u)
{
    return !u->known ? json_null()
                     : json_pack("{s:o, s:I, s:i}", "on", told_day(u->next_on), "km", (json_int_t)u->next_km,
                                 "services", (int)u->services);
}

static json_t *gaps(const struct view *v)
{
    json_t *array = json_array();

    for (size_t i = 0; i < v->gap_count; i++)
        json_array_append_new(array,
                              json_pack("{s:o, s:o, s:b}", "from", told_day(v->gaps[i].from), "to",
                                        told_day(v->gaps[i].to), "until_today", v->gaps[i].until_today));
    return array;
}

static json_t *history(const struct view *v)
{
    static const char *const coverage[] = {"recorded", "none_recorded", "not_collected"};
    json_t *history = json_object(), *records = json_array();

    json_object_set_new(history, "vin", told_text(v->vin));
    json_object_set_new(history, "maker_zh", told_text(v->maker_zh));
    json_object_set_new(history, "maker_en", told_text(v->maker_en));
    json_object_set_new(history, "model_year", number_or_null(v->model_year, v->model_year != 0));
    json_object_set_new(history, "first_registered", told_day(v->first_registered));
    json_object_set_new(history, "odometer", verdict(&v->verdict));
    json_object_set_new(history, "signals", codes(CODES_OF_SIGNALS, v->signals));
    json_object_set_new(history, "disputes", json_integer(v->disputes));
    json_object_set_new(history, "coverage", json_string(coverage[v->coverage]));
    json_object_set_new(history, "collected_since", told_day(v->collected_since));
    json_object_set_new(history, "next_service_estimate", next_service(&v->upkeep));
    json_object_set_new(history, "gaps", gaps(v));
    json_object_set_new(history, "version", json_integer(v->version));
    json_object_set_new(history, "records_total", json_integer((json_int_t)v->total));
    for (size_t i = 0; i < v->count; i++)
        json_array_append_new(records, record(&v->records[i]));
    json_object_set_new(history, "records", records);
    return history;
}

static json_t *vehicles(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->vehicle_count; i++) {
        const struct my_vehicle *v = &me->vehicles[i];
        bool whole = v->present && !v->left_out;

        json_array_append_new(array,
                              json_pack("{s:s, s:s, s:o, s:b, s:b, s:o}", "handle", v->handle, "vin_masked",
                                        v->vin_masked, "claimed_at", told_moment(v->claimed), "held_now",
                                        v->present, "history_left_out", v->left_out, "history",
                                        whole ? history(&v->view) : json_null()));
    }
    return array;
}

static json_t *sessions(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->session_count; i++) {
        const struct open_session *s = &me->sessions[i];

        json_array_append_new(
            array, json_pack("{s:o, s:o, s:o, s:o, s:o, s:b}", "device", told_text(s->device), "browser",
                             told_text(s->browser), "network", told_text(s->network), "began_at",
                             told_moment(s->began), "used_at", told_moment(s->used), "this_one", s->here));
    }
    return array;
}

static json_t *browsers(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->device_count; i++)
        json_array_append_new(array, json_pack("{s:o, s:o}", "first_at", told_moment(me->devices[i].first),
                                               "used_at", told_moment(me->devices[i].used)));
    return array;
}

static json_t *notices(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->notice_count; i++)
        json_array_append_new(array, json_pack("{s:o, s:o, s:o}", "kind", told_text(me->notices[i].kind),
                                               "told_at", told_moment(me->notices[i].told), "read_at",
                                               told_moment(me->notices[i].read)));
    return array;
}

/* To whoever holds the vehicle that the case is about, why another one was refused is not said. */
static json_t *reviews(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->review_count; i++) {
        const struct review_view *r = &me->reviews[i].review;
        bool told = r->state == REVIEW_REFUSED && !r->holder && r->reason != REVIEW_REASON_COUNT;
        char masked[VIN_LENGTH + 1];

        json_array_append_new(array,
                              json_pack("{s:s, s:b, s:s, s:s, s:i, s:o, s:o, s:o, s:o, s:o, s:b}", "kind",
                                        review_kind_code(r->kind), "against_me", r->holder, "vin_masked",
                                        r->kind == REVIEW_LICENCE ? "" : vin_masked(&r->vin, masked), "state",
                                        review_state_code(r->state), "round", r->round, "opened_at",
                                        told_moment(me->reviews[i].opened), "asked_at",
                                        told_moment(r->asked_at), "decided_at", told_moment(r->decided_at),
                                        "reason", told_text(told ? review_reason_code(r->reason) : NULL),
                                        "words", told_text(told ? r->words : NULL), "photos_kept", r->sent));
    }
    return array;
}

static json_t *consents(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->consent_count; i++) {
        const struct my_consent *c = &me->consents[i];

        json_array_append_new(array, json_pack("{s:b, s:s, s:o, s:o, s:o}", "given", c->given, "vin_masked",
                                               c->vin_masked, "since", told_moment(c->since), "until",
                                               told_moment(c->until), "ended_at", told_moment(c->ended)));
    }
    return array;
}

static json_t *memberships(const struct about_me *me)
{
    json_t *array = json_array();

    for (size_t i = 0; i < me->membership_count; i++) {
        const struct my_membership *m = &me->memberships[i];

        json_array_append_new(array, json_pack("{s:s, s:s, s:o, s:o}", "organisation", m->organisation,
                                               "role", m->role, "since", told_moment(m->since),
                                               "invited_until", told_moment(m->invited_until)));
    }
    return array;
}

static json_t *muted(const char *kinds)
{
    json_t *array = json_array();

    for (const char *at = kinds == NULL ? "" : kinds; *at != '\0'; at += *at == ',') {
        size_t length = strcspn(at, ",");

        json_array_append_new(array, json_stringn(at, length));
        at += length;
    }
    return array;
}

static json_t *keys(const struct key_meaning *meanings, size_t count)
{
    json_t *object = json_object();

    for (size_t i = 0; i < count; i++)
        json_object_set_new(object, meanings[i].key, json_string(meanings[i].words));
    return object;
}

char *about_me_json(const struct about_me *me, const struct key_meaning *meanings, size_t count)
{
    json_t *root = json_object();

    json_object_set_new(root, "format", json_string("chedang-about-me/1"));
    json_object_set_new(root, "made_at", told_moment(me->made));
    json_object_set_new(root, "keys", keys(meanings, count));
    json_object_set_new(root, "account",
                        json_pack("{s:s, s:o}", "phone", me->phone, "created_at", told_moment(me->created)));
    json_object_set_new(root, "preferences",
                        json_pack("{s:s, s:o, s:o, s:o}", "language", me->language, "sms_muted",
                                  muted(me->muted), "quiet_from",
                                  number_or_null(me->quiet_from, me->quiet_from >= 0), "quiet_to",
                                  number_or_null(me->quiet_to, me->quiet_to >= 0)));
    json_object_set_new(root, "messages_waiting", json_integer(me->messages_waiting));
    json_object_set_new(root, "sessions", sessions(me));
    json_object_set_new(root, "browsers", browsers(me));
    json_object_set_new(root, "notices", notices(me));
    json_object_set_new(root, "notices_cut", json_boolean(me->notices_cut));
    json_object_set_new(root, "reviews", reviews(me));
    json_object_set_new(root, "reviews_cut", json_boolean(me->reviews_cut));
    json_object_set_new(root, "consents", consents(me));
    json_object_set_new(root, "consents_cut", json_boolean(me->consents_cut));
    json_object_set_new(root, "memberships", memberships(me));
    json_object_set_new(root, "memberships_cut", json_boolean(me->memberships_cut));
    give_dealings(root, me);
    json_object_set_new(root, "vehicles", vehicles(me));
    json_object_set_new(root, "vehicles_cut", json_boolean(me->vehicles_cut));
    char *text = json_dumps(root, JSON_INDENT(1));
    json_decref(root);
    return text;
}
