#include "http/trace_context.h"

#include <stdbool.h>
#include <string.h>

/* version "-" trace-id "-" parent-id "-" flags; later versions may have more behind another dash. */
enum { VERSION = 0, TRACE = 3, PARENT = 36, FLAGS = 53, END = 55 };

static bool is_hex(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!(text[i] >= '0' && text[i] <= '9') && !(text[i] >= 'a' && text[i] <= 'f'))
            return false;
    return true;
}

static bool is_zero(const char *text, size_t length)
{
    return strspn(text, "0") >= length;
}

static bool is_whole(const char *t, size_t length)
{
    if (length < END || t[TRACE - 1] != '-' || t[PARENT - 1] != '-' || t[FLAGS - 1] != '-')
        return false;
    if (memcmp(t, "00", 2) == 0 ? length != END : length > END && t[END] != '-')
        return false;
    return is_hex(t + VERSION, 2) && memcmp(t, "ff", 2) != 0 && is_hex(t + TRACE, 32) &&
           is_hex(t + PARENT, 16) && is_hex(t + FLAGS, 2);
}

const char *trace_id_read(const char *traceparent, size_t length, char id[TRACE_ID])
{
    *id = '\0';
    if (!is_whole(traceparent, length) || is_zero(traceparent + PARENT, 16))
        return id;
    memcpy(id, traceparent + TRACE, TRACE_ID - 1);
    id[TRACE_ID - 1] = '\0';
    if (is_zero(id, TRACE_ID - 1))
        *id = '\0';
    return id;
}

const char *trace_id_of(const h2o_req_t *req, char id[TRACE_ID])
{
    ssize_t at = h2o_find_header_by_str(&req->headers, H2O_STRLIT("traceparent"), -1);

    *id = '\0';
    if (at < 0 || h2o_find_header_by_str(&req->headers, H2O_STRLIT("traceparent"), at) >= 0)
        return id;
    h2o_iovec_t value = req->headers.entries[at].value;
    return trace_id_read(value.base, value.len, id);
}
