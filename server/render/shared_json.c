#include "render/shared_json.h"

#include "render/about_me.h"
#include "render/view_json.h"

static void put_works(struct json_text *t, const struct view_record *r)
{
    json_raw(t, ",\"work_names\":[");
    for (size_t i = 0; i < r->work_count; i++)
        json_put_text(t, i == 0 ? "" : ",", r->works[i].name);
    json_raw(t, "]");
}

/* A quantity is decimal text, and so a number as it stands. */
static void put_parts(struct json_text *t, const struct view_record *r)
{
    json_raw(t, ",\"part_names\":[");
    for (size_t i = 0; i < r->part_count; i++) {
        const char *quantity = r->parts[i].quantity;

        json_put_text(t, i == 0 ? "{\"name\":" : ",{\"name\":", r->parts[i].name);
        json_raw(t, ",\"quantity\":");
        json_raw(t, quantity == NULL ? "null" : quantity);
        json_raw(t, "}");
    }
    json_raw(t, "]");
}

/* Whether a reading is doubted is known of the whole series alone. */
static void put_record(struct json_text *t, enum share_scope scope, const struct view_record *r)
{
    json_raw(t, "{");
    json_put_record(t, r);
    if (scope == SHARE_FULL)
        json_raw(t, r->doubt > 0 ? ",\"doubtful\":true" : ",\"doubtful\":false");
    put_works(t, r);
    put_parts(t, r);
    json_raw(t, "}");
}

static void put_records(struct json_text *t, enum share_scope scope, const struct view *view)
{
    json_put_number(t, ",\"record_count\":", (long)view->total, -1);
    json_raw(t, ",\"records\":[");
    for (size_t i = 0; i < view->count; i++) {
        json_raw(t, i == 0 ? "" : ",");
        put_record(t, scope, &view->records[i]);
    }
    json_raw(t, "]");
}

h2o_iovec_t render_shared(h2o_mem_pool_t *pool, enum share_scope scope, int64_t expires_at,
                          const struct view *view)
{
    enum { FRAME_BYTES = 256, RECORD_BYTES = 384 };
    struct json_text t = json_text_new(pool, FRAME_BYTES + view->count * RECORD_BYTES);
    char expires[MOMENT_ISO];

    json_put_text(&t, "{\"scope\":", share_scope_code(scope));
    json_put_text(&t, ",\"expires_at\":", moment_iso(expires_at, expires));
    if (scope != SHARE_SUMMARY)
        put_records(&t, scope, view);
    json_raw(&t, "}");
    return json_text_bytes(&t);
}
