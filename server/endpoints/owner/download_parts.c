#include "endpoints/owner/download_parts.h"

#include <string.h>

#include "core/service.h"
#include "endpoints/owner/certificates.h"
#include "endpoints/owner/shares.h"
#include "store/account_store.h"
#include "store/asker.h"
#include "store/dispute_store.h"
#include "store/history_store.h"
#include "store/organisation_store.h"
#include "store/review_store.h"

/* How many rows are told of. */
static size_t kept(const struct rows *rows, int most, bool *cut)
{
    *cut = rows->count > most;
    return (size_t)(*cut ? most : rows->count);
}

static struct about_vehicle about_of(const struct about_me *me, const char *handle)
{
    struct about_vehicle about = {handle, NULL};

    for (size_t i = 0; i < me->vehicle_count && about.vin_masked == NULL; i++)
        if (strcmp(me->vehicles[i].handle, handle) == 0)
            about.vin_masked = me->vehicles[i].vin_masked;
    return about;
}

static void take_notices(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    enum column { KIND, TOLD, READ };
    size_t count = kept(rows, most, &me->notices_cut);
    struct notice_line *notices = exchange_alloc(x, sizeof(*notices) * (count + 1));

    for (int row = 0; row < (int)count; row++)
        notices[row] = (struct notice_line){exchange_kept(x, rows_text(rows, row, KIND)),
                                            rows_number(rows, row, TOLD), rows_number(rows, row, READ)};
    me->notices = notices;
    me->notice_count = count;
}

static void take_reviews(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    size_t count = kept(rows, most, &me->reviews_cut);
    struct my_review *reviews = exchange_alloc(x, sizeof(*reviews) * (count + 1));

    for (int row = 0; row < (int)count; row++) {
        struct my_review *mine = &reviews[me->review_count];

        me->review_count += review_from_row(x, rows, row, &mine->review);
        mine->opened = rows_number(rows, row, REVIEW_COLUMNS);
    }
    me->reviews = reviews;
}

static void take_consents(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    enum column { GIVEN, KEY, VIN, SINCE, UNTIL, ENDED };
    size_t count = kept(rows, most, &me->consents_cut);
    struct my_consent *consents = exchange_alloc(x, sizeof(*consents) * (count + 1));

    for (int row = 0; row < (int)count; row++) {
        struct vin vin;
        char masked[VIN_LENGTH + 1];

        if (!vehicle_vin_open(&x->pool, x->service->keys, rows_bytes(&x->pool, rows, row, KEY),
                              rows_bytes(&x->pool, rows, row, VIN), &vin))
            continue;
        consents[me->consent_count++] = (struct my_consent){
            .given = rows_true(rows, row, GIVEN),
            .vin_masked = exchange_kept(x, vin_masked(&vin, masked)),
            .since = rows_number(rows, row, SINCE),
            .until = rows_number(rows, row, UNTIL),
            .ended = rows_number(rows, row, ENDED),
        };
    }
    me->consents = consents;
}

static void take_memberships(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    enum column { HANDLE, SEALED, ROLE, SINCE, UNTIL };
    size_t count = kept(rows, most, &me->memberships_cut);
    struct my_membership *memberships = exchange_alloc(x, sizeof(*memberships) * (count + 1));

    for (int row = 0; row < (int)count; row++) {
        struct company company;

        if (!company_open(&x->pool, x->service->keys, rows_text(rows, row, HANDLE),
                          rows_bytes(&x->pool, rows, row, SEALED), &company))
            continue;
        memberships[me->membership_count++] = (struct my_membership){
            .organisation = company.name,
            .role = exchange_kept(x, rows_text(rows, row, ROLE)),
            .since = rows_number(rows, row, SINCE),
            .invited_until = rows_number(rows, row, UNTIL),
        };
    }
    me->memberships = memberships;
}

enum dispute_column {
    DISPUTE_HANDLE,
    DISPUTE_VEHICLE,
    DISPUTE_KIND,
    DISPUTE_OPENED,
    DISPUTE_OWN,
    DISPUTE_STATE,
    DISPUTE_DUE_ON,
    DISPUTE_WORKSHOP,
    DISPUTE_SETTLED_ON,
    DISPUTE_PHOTO,
    DISPUTE_STEP
};

/* disputes_all has one more of each than is told of. */
enum { STEPS_MOST = 200 };

static struct my_dispute read_dispute(struct exchange *x, const struct rows *rows, int row,
                                      const struct about_me *me)
{
    const char *vehicle = exchange_kept(x, rows_text(rows, row, DISPUTE_VEHICLE));

    return (struct my_dispute){
        .about = about_of(me, vehicle),
        .dispute = {.audience = AUDIENCE_OWNER,
                    .handle = exchange_kept(x, rows_text(rows, row, DISPUTE_HANDLE)),
                    .vehicle = vehicle,
                    .kind = dispute_kind_of(rows_text(rows, row, DISPUTE_KIND)),
                    .state = dispute_state_of(rows_text(rows, row, DISPUTE_STATE)),
                    .due_on = rows_date(rows, row, DISPUTE_DUE_ON),
                    .has_photo = rows_true(rows, row, DISPUTE_PHOTO),
                    .workshop_name = exchange_kept(x, rows_text(rows, row, DISPUTE_WORKSHOP))},
        .whole = rows_true(rows, row, DISPUTE_OWN),
        .opened = rows_number(rows, row, DISPUTE_OPENED),
        .settled_on = rows_date(rows, row, DISPUTE_SETTLED_ON),
    };
}

/* A row for each step. */
static void take_disputes(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    struct my_dispute *disputes = exchange_alloc(x, sizeof(*disputes) * ((size_t)rows->count + 1));
    struct dispute_step_view *steps = exchange_alloc(x, sizeof(*steps) * ((size_t)rows->count + 1));
    struct my_dispute *mine = NULL;

    me->disputes = disputes;
    for (int row = 0; row < rows->count; row++) {
        if (mine == NULL || strcmp(mine->dispute.handle, rows_text(rows, row, DISPUTE_HANDLE)) != 0) {
            me->disputes_cut = me->dispute_count == (size_t)most;
            if (me->disputes_cut)
                return;
            mine = &disputes[me->dispute_count++];
            *mine = read_dispute(x, rows, row, me);
            mine->dispute.steps = &steps[row];
        }
        mine->steps_cut = mine->dispute.step_count == STEPS_MOST;
        if (mine->steps_cut)
            continue;
        dispute_step_from_row(x, mine->dispute.handle, rows, row, DISPUTE_STEP, AUDIENCE_OWNER, &steps[row]);
        mine->dispute.step_count++;
    }
}

static void take_ratings(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    enum column { VEHICLE, WORKSHOP, RATED_ON, SETTLED_ON, RATING_FIRST };
    size_t count = kept(rows, most, &me->ratings_cut);
    struct my_rating *ratings = exchange_alloc(x, sizeof(*ratings) * (count + 1));

    for (int row = 0; row < (int)count; row++) {
        ratings[row] = (struct my_rating){
            .about = about_of(me, exchange_kept(x, rows_text(rows, row, VEHICLE))),
            .workshop = exchange_kept(x, rows_text(rows, row, WORKSHOP)),
            .rated_on = rows_date(rows, row, RATED_ON),
            .settled_on = rows_date(rows, row, SETTLED_ON),
        };
        for (int axis = 0; axis < RATING_AXES; axis++)
            ratings[row].rating.points[axis] = (int)rows_number(rows, row, RATING_FIRST + axis);
    }
    me->ratings = ratings;
    me->rating_count = count;
}

static void take_shares(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    struct share_list list = share_links_read(x, rows);
    struct my_share *shares = exchange_alloc(x, sizeof(*shares) * (list.count + 1));

    me->shares_cut = list.count > (size_t)most;
    me->share_count = me->shares_cut ? (size_t)most : list.count;
    for (size_t i = 0; i < me->share_count; i++)
        shares[i] = (struct my_share){about_of(me, list.link[i].vehicle), list.link[i]};
    me->shares = shares;
}

static void take_looks(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    enum column { VEHICLE, AT, CLIENT, PURPOSE, REFERENCE };
    size_t count = kept(rows, most, &me->looks_cut);
    struct my_look *looks = exchange_alloc(x, sizeof(*looks) * (count + 1));

    for (int row = 0; row < (int)count; row++)
        looks[row] = (struct my_look){
            .about = about_of(me, exchange_kept(x, rows_text(rows, row, VEHICLE))),
            .look = {.at = rows_number(rows, row, AT),
                     .client = exchange_kept(x, rows_text(rows, row, CLIENT)),
                     .purpose = exchange_kept(x, rows_text(rows, row, PURPOSE)),
                     .reference = exchange_kept(x, rows_text(rows, row, REFERENCE))},
        };
    me->looks = looks;
    me->look_count = count;
}

static void take_certificates(struct exchange *x, const struct rows *rows, int most, struct about_me *me)
{
    enum { VEHICLE = 8 };
    size_t count = kept(rows, most, &me->certificates_cut);
    struct my_certificate *certificates = exchange_alloc(x, sizeof(*certificates) * (count + 1));

    for (int row = 0; row < (int)count; row++)
        certificates[row] =
            (struct my_certificate){about_of(me, exchange_kept(x, rows_text(rows, row, VEHICLE))),
                                    certificate_line_read(x, rows, row)};
    me->certificates = certificates;
    me->certificate_count = count;
}

/* The numbers stand in the words of `about_me` and `paper` as well. */
const struct download_part download_parts[DOWNLOAD_PARTS] = {
    {QUERY_NOTICES_ALL,            1000, take_notices     },
    {QUERY_REVIEWS_OF_ACCOUNT,     200,  take_reviews     },
    {QUERY_CONSENTS_ALL,           1000, take_consents    },
    {QUERY_MEMBERSHIPS_OF_ACCOUNT, 200,  take_memberships },
    {QUERY_DISPUTES_ALL,           200,  take_disputes    },
    {QUERY_RATINGS_ALL,            1000, take_ratings     },
    {QUERY_SHARES_ALL,             200,  take_shares      },
    {QUERY_LOOKS_ALL,              5000, take_looks       },
    {QUERY_CERTIFICATES_ALL,       200,  take_certificates},
};
