#include "history/vin_suggest.h"

#include <string.h>

#include "history/wmi.h"

enum { CHECK_DIGIT = 8, YEAR = 9 };

struct list {
    struct vin *vins;
    size_t count;
};

static void suggest(struct list *list, const struct vin *vin, const struct vin *candidate)
{
    bool known = maker_of(vin) != NULL;

    if (!vin_check_digit_holds(candidate) || strchr("UZ0", candidate->text[YEAR]) != NULL ||
        (known && maker_of(candidate) != maker_of(vin)))
        return;
    for (size_t i = 0; i < list->count; i++)
        if (memcmp(&list->vins[i], candidate, sizeof(*candidate)) == 0)
            return;
    if (list->count < VIN_SUGGESTIONS)
        list->vins[list->count++] = *candidate;
}

/* As they are misread from a plate, a stamp or handwriting; each pair both ways. */
static void suggest_alike(struct list *list, const struct vin *vin)
{
    static const char pairs[][2] = {
        {'0', 'D'},
        {'2', 'Z'},
        {'5', 'S'},
        {'8', 'B'},
        {'6', 'G'},
        {'1', 'L'},
        {'1', '7'},
        {'U', 'V'},
        {'3', '8'},
        {'6', '8'},
        {'5', '6'},
        {'4', 'A'},
        {'E', 'F'},
        {'P', 'R'},
        {'M', 'N'},
        {'V', 'Y'},
        {'C', 'G'},
        {'9', '4'},
        {'H', 'N'},
        {'K', 'X'}
    };

    for (size_t at = 0; at < VIN_LENGTH; at++)
        for (size_t i = 0; i < sizeof(pairs); i++) {
            struct vin candidate = *vin;

            if (vin->text[at] != pairs[i / 2][i % 2])
                continue;
            candidate.text[at] = pairs[i / 2][1 - i % 2];
            suggest(list, vin, &candidate);
        }
}

static void suggest_exchanged(struct list *list, const struct vin *vin)
{
    for (size_t at = 0; at + 1 < VIN_LENGTH; at++) {
        struct vin candidate = *vin;

        candidate.text[at] = vin->text[at + 1];
        candidate.text[at + 1] = vin->text[at];
        suggest(list, vin, &candidate);
    }
}

static void suggest_check_digit(struct list *list, const struct vin *vin)
{
    for (const char *digit = "0123456789X"; *digit != '\0'; digit++) {
        struct vin candidate = *vin;

        candidate.text[CHECK_DIGIT] = *digit;
        suggest(list, vin, &candidate);
    }
}

size_t vin_suggest(const struct vin *vin, struct vin suggestions[VIN_SUGGESTIONS])
{
    struct list list = {.vins = suggestions};

    if (vin_check_digit_holds(vin))
        return 0;
    suggest_alike(&list, vin);
    suggest_exchanged(&list, vin);
    suggest_check_digit(&list, vin);
    return list.count;
}
