#include "history/enumeration.h"

#include <string.h>

enum {
    NEAR = 64,      /* serial numbers */
    REMEMBER = 256, /* look-ups; then all counts are halved */

    /* From how many look-ups on a share says something. Dealers do buy some dozens of one fleet, and a batch
     * is judged 64 lines at a time. */
    NEAR_LEAST = 95, /* steps */
    UNKNOWN_ROW_LEAST = 96,
    UNKNOWN_LEAST = 128,
    ROW_LEAST = 150,
};

static uint64_t row_of(const struct vin *vin)
{
    uint64_t head;

    memcpy(&head, vin->text, sizeof(head));
    return (head * 0x9e3779b97f4a7c15U) ^ (uint64_t)((unsigned char)vin->text[9] << 8 | vin->text[10]);
}

/* Counted in tens; makers put letters in front, if any. */
static uint32_t serial_of(const struct vin *vin)
{
    uint32_t serial = 0;

    for (size_t i = 11; i < VIN_LENGTH; i++) {
        unsigned c = (unsigned char)vin->text[i];

        serial = serial * 10 + (c <= '9' ? c - '0' : c - 'A' + 10);
    }
    return serial;
}

/* Rows differ in few bits, and high ones. */
static uint32_t mix(uint64_t row, uint64_t serial)
{
    uint64_t z = row ^ serial * 0x9e3779b97f4a7c15U;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9U;
    z = (z ^ z >> 27) * 0x94d049bb133111ebU;
    return (uint32_t)(z >> 32);
}

static void count_row(struct enumeration *e, uint64_t row)
{
    struct enumeration_row *empty = NULL;

    for (struct enumeration_row *r = e->rows; r < e->rows + ENUMERATION_ROWS; r++) {
        if (r->row == row && r->count != 0) {
            r->count++;
            return;
        }
        if (r->count == 0)
            empty = r;
    }
    if (empty != NULL)
        *empty = (struct enumeration_row){row, 1};
    else
        for (struct enumeration_row *r = e->rows; r < e->rows + ENUMERATION_ROWS; r++)
            r->count--;
}

/* Whether it is near the last of its row, whose place it takes. */
static bool steps(struct enumeration *e, uint64_t row, uint32_t serial)
{
    uint32_t hash = mix(row, 0) | 1;
    struct enumeration_last *l = &e->last[(hash >> 1) % ENUMERATION_LAST];
    bool near = l->row == hash && serial - l->serial + NEAR <= 2 * NEAR;

    *l = (struct enumeration_last){hash, serial};
    return near;
}

/* Whether the vehicle was counted since the counts faded, or between the last two times. */
static bool asked_again(struct enumeration *e, uint64_t row, uint32_t serial)
{
    uint32_t hash = mix(row, serial + 1), *l = &e->latest[hash % ENUMERATION_LATEST];
    uint32_t vehicle = hash & ~0xffU;
    bool recent = *l != 0 && (uint8_t)(e->faded + 1 - (uint8_t)*l) <= 1;
    bool again = recent && (*l & ~0xffU) == vehicle;

    *l = vehicle | (uint8_t)(e->faded + 1);
    return again;
}

static void fade(struct enumeration *e)
{
    e->seen /= 2;
    e->unknown /= 2;
    e->near /= 2;
    e->faded++;
    for (struct enumeration_row *r = e->rows; r < e->rows + ENUMERATION_ROWS; r++)
        r->count /= 2;
}

static unsigned most_of_one_row(const struct enumeration *e)
{
    unsigned most = 0;

    for (const struct enumeration_row *r = e->rows; r < e->rows + ENUMERATION_ROWS; r++)
        most = r->count > most ? r->count : most;
    return most;
}

static enum enumeration_sign judge(const struct enumeration *e)
{
    if (e->near < NEAR_LEAST && e->seen < UNKNOWN_ROW_LEAST)
        return ENUMERATION_NONE;
    if (e->near >= NEAR_LEAST && e->near * 2 >= e->seen)
        return ENUMERATION_SERIALS;
    if (e->seen >= UNKNOWN_LEAST && e->unknown * 4 >= e->seen * 3)
        return ENUMERATION_UNKNOWN;
    unsigned one_row = most_of_one_row(e);
    bool row = e->seen >= ROW_LEAST && one_row * 16 >= e->seen * 15U;
    bool unknown_row =
        e->seen >= UNKNOWN_ROW_LEAST && one_row * 4 >= e->seen * 3U && e->unknown * 2 >= e->seen;
    return row || unknown_row ? ENUMERATION_ROW : ENUMERATION_NONE;
}

enum enumeration_sign enumeration_note(struct enumeration *e, const struct vin *vin, bool recorded)
{
    uint64_t row = row_of(vin);
    uint32_t serial = serial_of(vin);

    if (asked_again(e, row, serial))
        return ENUMERATION_NONE;
    if (e->seen == REMEMBER)
        fade(e);
    e->seen++;
    e->unknown += !recorded;
    e->near += steps(e, row, serial);
    count_row(e, row);
    return judge(e);
}

static unsigned percent(unsigned part, unsigned whole)
{
    return whole == 0 ? 0 : part * 100 / whole;
}

struct enumeration_shares enumeration_shares(const struct enumeration *e)
{
    return (struct enumeration_shares){percent(e->unknown, e->seen), percent(e->near, e->seen),
                                       percent(most_of_one_row(e), e->seen)};
}

const char *enumeration_sign_name(enum enumeration_sign sign)
{
    static const char *const name[ENUMERATION_SIGNS] = {
        [ENUMERATION_NONE] = "none",
        [ENUMERATION_SERIALS] = "serials",
        [ENUMERATION_ROW] = "one_row",
        [ENUMERATION_UNKNOWN] = "unknown",
    };

    return name[sign];
}
