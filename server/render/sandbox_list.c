#include "render/sandbox_list.h"

#include "core/json_text.h"
#include "render/view_json.h"

static void put_vehicle(struct json_text *t, const struct sandbox_vehicle *v, const char *handle)
{
    json_put_text(t, "{\"vin\":", v->vin.text);
    json_put_text(t, ",\"shows\":", v->shows);
    json_put_text(t, ",\"about\":", v->about);
    json_put_number(t, ",\"status\":", fault_status(v->fault), -1);
    json_put_text(t, ",\"code\":", failed(v->fault) ? fault_code(v->fault) : NULL);
    json_put_number(t, ",\"after_ms\":", (long)v->after_ms, -1);
    json_put_number(t, ",\"retry_after\":", (long)v->retry_after, 0);
    json_put_text(t, ",\"handle\":", handle);
    json_raw(t, "}");
}

h2o_iovec_t render_sandbox_list(h2o_mem_pool_t *pool, char handles[SANDBOX_CASES][HANDLE_TEXT])
{
    enum { VEHICLE_BYTES = 320 };
    struct json_text t = json_text_new(pool, SANDBOX_CASES * VEHICLE_BYTES);

    json_raw(&t, "{\"vehicles\":[");
    for (enum sandbox_case c = 0; c < SANDBOX_CASES; c++) {
        json_raw(&t, c == 0 ? "" : ",");
        put_vehicle(&t, sandbox_vehicle(c), handles[c]);
    }
    json_raw(&t, "]}\n");
    return json_text_bytes(&t);
}
