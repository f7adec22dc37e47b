#include "history/reference.h"

#include <string.h>

#include "history/vin.h"
#include "history/wmi.h"

enum { MOBILE_DIGITS = 11, DIGITS_AT_END = 4 };

static const char digits[] = "0123456789";

/* The end as well. */
static bool is_separator(char c)
{
    return c == '_' || c == '.' || c == ':' || c == '-' || c == '\0';
}

/* The next seventeen letters and digits; how many bytes they are, 0 when there are not so many. */
static size_t take(const char *text, char taken[VIN_LENGTH + 1])
{
    size_t at = 0;

    for (size_t filled = 0; filled < VIN_LENGTH; at++) {
        if (text[at] == '\0')
            return 0;
        if (!is_separator(text[at]))
            taken[filled++] = text[at];
    }
    taken[VIN_LENGTH] = '\0';
    return at;
}

static bool is_vehicles(const char *taken, bool by_itself)
{
    struct vin vin;

    return strspn(taken, digits) < VIN_LENGTH && vin_parse(&vin, taken, VIN_LENGTH) == VIN_OK &&
           vin_check_digit_holds(&vin) &&
           strspn(vin.text + VIN_LENGTH - DIGITS_AT_END, digits) == DIGITS_AT_END &&
           (by_itself || vin.text[0] == 'L' || maker_of(&vin) != NULL);
}

static bool vin_at(const char *text, bool at_border)
{
    char taken[VIN_LENGTH + 1];
    size_t length = take(text, taken);

    return length != 0 && is_vehicles(taken, at_border && is_separator(text[length]));
}

static bool mobile_at(const char *text)
{
    return text[0] == '1' && text[1] >= '3' && strspn(text, digits) == MOBILE_DIGITS &&
           is_separator(text[MOBILE_DIGITS]);
}

bool reference_tells(const char *reference)
{
    size_t length = strlen(reference);
    struct vin vin;

    if (length < MOBILE_DIGITS) /* most are short, and every look-up has one */
        return false;
    if (vin_parse(&vin, reference, length) == VIN_OK)
        return true;
    for (const char *at = reference; *at != '\0'; at++) {
        bool at_border = at == reference || is_separator(at[-1]);

        if (!is_separator(*at) && (vin_at(at, at_border) || (at_border && mobile_at(at))))
            return true;
    }
    return false;
}
