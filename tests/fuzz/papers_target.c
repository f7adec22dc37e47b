/* Facts, plates and telephone numbers have one form, which reads as itself. */
#include "target.h"

#include "history/papers.h"
#include "history/phone.h"
#include "history/plate.h"

static void check_fact(const char *bytes, size_t size)
{
    char text[FACT_TEXT], again[FACT_TEXT];

    if (!fact_normalise(bytes, size, text)) {
        MUST(text[0] == '\0');
        return;
    }
    MUST(text[0] != '\0' && strlen(text) < FACT_TEXT && strlen(text) <= size && target_is_utf8(text));
    MUST(fact_normalise(text, strlen(text), again) && strcmp(text, again) == 0);
}

static void check_plate(struct exchange *x, const char *typed)
{
    const char *plate = plate_normalised(&x->pool, typed);
    char fact[FACT_TEXT];

    MUST(strcmp(plate_normalised(&x->pool, plate), plate) == 0);
    MUST(!target_is_utf8(typed) || target_is_utf8(plate));
    MUST(plate_at(plate) <= strlen(plate));
    if (plate_is_valid(plate) && target_is_utf8(typed)) /* the same for the registry as for a record */
        MUST(fact_normalise(typed, strlen(typed), fact) && strcmp(plate, fact) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct exchange *x = target_begin();
    char phone[PHONE_TEXT], again[PHONE_TEXT];

    check_fact((const char *)bytes, size);
    check_plate(x, target_text(x, bytes, size));
    if (phone_normalise((const char *)bytes, size, phone)) {
        MUST(strlen(phone) == PHONE_TEXT - 1 && strspn(phone, "0123456789") == PHONE_TEXT - 1);
        MUST(phone_normalise(phone, strlen(phone), again) && strcmp(phone, again) == 0);
    }
    target_end(x);
    return 0;
}
