/* A text of base32 or base58 stands for some bytes, no other text stands for them, and all bytes have one. */
#include "target.h"

#include "core/base32.h"
#include "core/base58.h"

enum { ROOM = 4096 };

static void must_come_back_in_base32(const uint8_t *bytes, size_t size)
{
    static uint8_t read[ROOM];
    static char text[BASE32_LENGTH(ROOM) + 1];
    size_t got;

    if (size > ROOM)
        return;
    MUST(base32_write(bytes, size, text) == BASE32_LENGTH(size) && strlen(text) == BASE32_LENGTH(size));
    MUST(base32_read(text, strlen(text), read, sizeof(read), &got) && got == size);
    MUST(size == 0 || memcmp(read, bytes, size) == 0);
    if (base32_read((const char *)bytes, size, read, sizeof(read), &got)) {
        base32_write(read, got, text);
        MUST(strlen(text) == size && (size == 0 || memcmp(text, bytes, size) == 0));
    }
}

static void must_come_back_in_base58(const char *given, const uint8_t *bytes, size_t size)
{
    uint8_t read[BASE58_BYTES_MOST];
    char text[BASE58_TEXT];

    if (size <= BASE58_BYTES_MOST) {
        base58_write(bytes, size, text);
        MUST(base58_read(text, read, size) && (size == 0 || memcmp(read, bytes, size) == 0));
    }
    for (size_t length = 1; length <= BASE58_BYTES_MOST; length++)
        if (base58_read(given, read, length))
            MUST(strcmp(base58_write(read, length, text), given) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();

    must_come_back_in_base32(bytes, size);
    must_come_back_in_base58(target_text(x, bytes, size), bytes, size);
    target_end(x);
    return 0;
}
