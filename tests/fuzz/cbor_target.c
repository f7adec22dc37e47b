/* What is read as CBOR has one writing: written again, whatever was read is the same bytes. */
#include "target.h"

#include "core/cbor.h"

enum { ROOM = 8192 };

/* Asks for what the next head says that it is. */
static void copy_item(struct cbor_reader *r, struct cbor_writer *w)
{
    enum { POSITIVE, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG };
    size_t length;

    switch (*r->at >> 5) {
    case POSITIVE:
    case NEGATIVE: cbor_put_int(w, cbor_int(r, INT64_MIN, INT64_MAX)); break;
    case BYTES: {
        const uint8_t *bytes = cbor_bytes(r, &length);

        cbor_put_bytes(w, bytes, length);
        break;
    }
    case TEXT: {
        const char *text = cbor_text(r, &length);
        char *whole = strndup(text == NULL ? "" : text, length);

        if (strlen(whole) != length)
            r->broken = true; /* it has a zero, which no text of ours has */
        cbor_put_text(w, whole);
        free(whole);
        break;
    }
    case ARRAY: cbor_put_array(w, cbor_array(r, SIZE_MAX)); break;
    case MAP: cbor_put_map(w, cbor_map(r, SIZE_MAX)); break;
    case TAG:
        cbor_tag(r, 18);
        cbor_put_tag(w, 18);
        break;
    default: r->broken = true;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t again[ROOM];
    struct cbor_reader r = {bytes, size, false};
    struct cbor_writer w = {again, 0, sizeof(again), false};

    if (size > ROOM)
        return 0;
    while (!r.broken && r.left > 0) {
        size_t before = r.left;

        copy_item(&r, &w);
        MUST(r.broken || r.left < before);
    }
    if (cbor_ended(&r))
        MUST(!w.full && w.length == size && (size == 0 || memcmp(again, bytes, size) == 0));
    return 0;
}
