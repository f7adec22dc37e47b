/* A VIN is read in one way, and what was read reads as itself. */
#include "target.h"

#include "history/vin.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct vin vin = {"untouched"}, again;
    char masked[VIN_LENGTH + 1];

    if (vin_parse(&vin, (const char *)bytes, size) != VIN_OK) {
        MUST(strcmp(vin.text, "untouched") == 0);
        return 0;
    }
    MUST(strlen(vin.text) == VIN_LENGTH && size >= VIN_LENGTH);
    MUST(strspn(vin.text, "0123456789ABCDEFGHJKLMNPRSTUVWXYZ") == VIN_LENGTH);
    MUST(vin_parse(&again, vin.text, VIN_LENGTH) == VIN_OK && strcmp(vin.text, again.text) == 0);

    int year = vin_model_year(&vin, (struct date){2026, 1, 1});
    MUST(year == 0 || (year >= 1998 && year <= 2027));
    MUST(strlen(vin_masked(&vin, masked)) == VIN_LENGTH && strspn(masked + 3, "*") >= VIN_LENGTH - 7);

    int holding = 0;
    for (const char *digit = "0123456789X"; *digit != '\0'; digit++) {
        again.text[8] = *digit;
        holding += vin_check_digit_holds(&again);
    }
    MUST(holding == 1);
    return 0;
}
