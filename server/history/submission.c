#include "history/submission.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <h2o.h>

#include "history/lexicon.h"
#include "history/plate.h"
#include "history/sandbox.h"
#include "history/scrub.h"
#include "history/text.h"
#include "history/unknown_phrase.h"

enum { MOST_ODOMETER = 999999, MOST_DAYS = 180, MOST_HOURS = 24, EARLIEST_YEAR = 1990, UNREAD_FACTS = 4 };

struct reading {
    h2o_mem_pool_t *pool;
    struct submission *s;
    const char **unknown;
    struct as_sent *unread; /* room for every value that may be one */
};

static void find(struct reading *r, enum finding finding)
{
    r->s->findings |= 1u << finding;
}

static void keep_as_sent(struct reading *r, const char *field, const char *text)
{
    find(r, FINDING_N1);
    r->unread[r->s->record.unread_count++] =
        (struct as_sent){h2o_strdup(r->pool, field, SIZE_MAX).base, text_bounded(r->pool, text, MAX_NAME)};
}

/* A decimal in hundredths, rounded down; false for anything else, and for what does not fit. */
static bool parse_hundredths(const char *text, int64_t *hundredths)
{
    char plain[32], *end;
    size_t length = 0;

    for (; *text != '\0'; text++) {
        if (*text == ',' || *text == ' ')
            continue;
        if (length == sizeof(plain) - 1)
            return false;
        plain[length++] = *text;
    }
    plain[length] = '\0';
    if (strpbrk(plain, "0123456789") == NULL ||
        strspn(plain + (plain[0] == '-'), "0123456789.") != length - (plain[0] == '-'))
        return false;
    errno = 0;
    long long whole = strtoll(plain, &end, 10);
    if (errno != 0 || whole > 9999999999LL || whole < -9999999999LL || (end == plain && *end != '.'))
        return false;
    int64_t fraction = 0;
    if (*end == '.') {
        fraction += end[1] >= '0' && end[1] <= '9' ? (end[1] - '0') * 10 : 0;
        fraction += fraction >= 0 && end[1] != '\0' && end[2] >= '0' && end[2] <= '9' ? end[2] - '0' : 0;
        if (strchr(end + 1, '.') != NULL)
            return false;
    }
    *hundredths = whole * 100 + (plain[0] == '-' ? -fraction : fraction);
    return true;
}

/* As in "vehiclepartslist/0/partsquantity". */
static const char *field_of(struct reading *r, const char *list, size_t i, const char *name)
{
    char field[96];

    snprintf(field, sizeof(field), "%s/%zu/%s", list, i, name);
    return h2o_strdup(r->pool, field, SIZE_MAX).base;
}

static struct amount read_amount(struct reading *r, const char *list, size_t i, const char *name,
                                 const char *text)
{
    struct amount amount = {0};

    if (text_is_filler(text))
        return amount;
    amount.known = parse_hundredths(text_folded(r->pool, text), &amount.hundredths);
    if (!amount.known)
        keep_as_sent(r, field_of(r, list, i, name), text);
    return amount;
}

static void read_vin(struct reading *r, const char *text)
{
    struct vin *vin = &r->s->vin;

    if (text_is_filler(text) || vin_parse(vin, text, strlen(text)) != VIN_OK) {
        find(r, FINDING_V1);
        return;
    }
    if (!vin_check_digit_holds(vin))
        find(r, vin_check_digit_required(vin) ? FINDING_V2 : FINDING_V3);
    if (vin_is_reserved(vin))
        find(r, FINDING_V5);
    if (vin->text[0] == 'L' && strchr("IOQUZ0", vin->text[9]) != NULL)
        find(r, FINDING_V4);
}

static void read_plate(struct reading *r, const char *text)
{
    const char *plate;

    if (text_is_filler(text))
        return;
    plate = plate_normalised(r->pool, text_bounded(r->pool, text, MAX_PLATE));
    if (!plate_is_valid(plate))
        find(r, FINDING_P1);
    r->s->record.plate = plate;
}

/* The number of 12,345 km or 12345公里; cuts the unit off. */
static const char *without_unit(h2o_mem_pool_t *pool, const char *text)
{
    static const char *const units[] = {"公里", "千米", "KM"};
    char *copy = h2o_strdup(pool, text, SIZE_MAX).base;

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        size_t length = strlen(copy), unit = strlen(units[i]);
        if (length > unit && strcmp(copy + length - unit, units[i]) == 0)
            copy[length - unit] = '\0';
    }
    return copy;
}

static void read_odometer(struct reading *r, const char *text)
{
    int64_t hundredths;

    r->s->record.odometer_km = ODOMETER_UNKNOWN;
    if (text_is_filler(text))
        return;
    if (!parse_hundredths(without_unit(r->pool, text_folded(r->pool, text)), &hundredths))
        keep_as_sent(r, "repairmileage", text);
    else if (hundredths < 0 || hundredths / 100 > MOST_ODOMETER)
        find(r, FINDING_O1);
    else if (hundredths != 0) /* which programs send when nobody has read it */
        r->s->record.odometer_km = (long)(hundredths / 100);
}

static struct date read_date(struct reading *r, const char *field, const char *text)
{
    struct date date = {0};
    const char *folded;

    if (text_is_filler(text))
        return date;
    folded = text_folded(r->pool, text);
    if (!date_parse(&date, folded, strlen(folded)))
        keep_as_sent(r, field, text);
    return date;
}

static void read_dates(struct reading *r, const struct raw_submission *raw, struct date today)
{
    struct date in = read_date(r, "repairdate", raw->brought_on),
                out = read_date(r, "settledate", raw->settled_on);
    bool impossible = (date_known(in) && (date_compare(in, today) > 0 || in.year < EARLIEST_YEAR)) ||
                      (date_known(out) && (date_compare(out, today) > 0 || out.year < EARLIEST_YEAR)) ||
                      (date_known(in) && date_known(out) && date_compare(out, in) < 0);

    r->s->record.brought_on = in;
    r->s->record.settled_on = out;
    if (impossible)
        find(r, FINDING_D1);
    else if (date_known(in) && date_known(out) && date_days_between(in, out) > MOST_DAYS)
        find(r, FINDING_D3);
}

/* A number that is too long is no identity: without its end it may be another settlement's. */
static void read_settlement_no(struct reading *r, const char *text)
{
    const char *whole = text_bounded(r->pool, text, SIZE_MAX),
               *bounded = text_bounded(r->pool, text, MAX_SETTLEMENT_NO);

    if (whole != NULL && strlen(whole) > strlen(bounded))
        keep_as_sent(r, "costlistcode", text);
    else
        r->s->record.settlement_no = bounded;
}

/* Text of a person's pen: bounded, and looked through for what should not be there. */
static const char *read_text(struct reading *r, const char *text, size_t most)
{
    const char *bounded = text_bounded(r->pool, text, most);
    bool personal = false;

    if (bounded == NULL)
        return NULL;
    scrub_text(r->pool, bounded, &personal);
    if (personal)
        find(r, FINDING_T1);
    return bounded;
}

/* Names that say nothing known are collected for those who keep the lexicon. */
static void keep_unknown(struct reading *r, const char *folded)
{
    struct lexicon_coverage coverage = lexicon_coverage(folded);
    char phrase[UNKNOWN_TEXT];

    if (coverage.known < coverage.letters && r->s->unknown_count < UNKNOWN_MOST &&
        unknown_phrase(r->pool, folded, phrase))
        r->unknown[r->s->unknown_count++] = h2o_strdup(r->pool, phrase, SIZE_MAX).base;
}

static void read_work_name(struct reading *r, const char *name)
{
    const char *folded = text_folded(r->pool, name);
    signal_codes before = r->s->record.signals;
    work_codes said = 0;

    lexicon_read_work(folded, &said, &r->s->record.signals);
    r->s->record.works_coded |= said;
    if (said == CODE_BIT(WORK_OTHER) && r->s->record.signals == before)
        keep_unknown(r, folded);
}

static void read_part_name(struct reading *r, const char *name)
{
    const char *folded = text_folded(r->pool, name);
    part_codes said = 0;

    lexicon_read_part(folded, &said, &r->s->record.signals);
    r->s->record.parts_coded |= said;
    if (said == CODE_BIT(PART_OTHER))
        keep_unknown(r, folded);
}

static void read_works(struct reading *r, const struct raw_submission *raw)
{
    struct record *record = &r->s->record;
    struct work *works = h2o_mem_alloc_pool(r->pool, sizeof(*works) * (raw->work_count + 1));

    for (size_t i = 0; i < raw->work_count && i < MAX_WORKS; i++) {
        struct work work = {.name = read_text(r, raw->works[i].name, MAX_NAME)};

        work.hours = read_amount(r, "repairprojectlist", i, "workinghours", raw->works[i].hours);
        if (work.name == NULL && !work.hours.known)
            continue;
        if (work.hours.known && work.hours.hundredths > MOST_HOURS * 100)
            find(r, FINDING_L1);
        if (work.name != NULL)
            read_work_name(r, work.name);
        works[record->work_count++] = work;
    }
    record->works = works;
}

static void read_parts(struct reading *r, const struct raw_submission *raw)
{
    struct record *record = &r->s->record;
    struct part *parts = h2o_mem_alloc_pool(r->pool, sizeof(*parts) * (raw->part_count + 1));

    for (size_t i = 0; i < raw->part_count && i < MAX_PARTS; i++) {
        const struct raw_part *sent = &raw->parts[i];
        struct part part = {.name = read_text(r, sent->name, MAX_NAME),
                            .code = read_text(r, sent->code, MAX_NAME)};

        part.quantity = read_amount(r, "vehiclepartslist", i, "partsquantity", sent->quantity);
        if (part.name == NULL && part.code == NULL && !part.quantity.known)
            continue;
        if (part.quantity.known && part.quantity.hundredths < 100)
            find(r, FINDING_C2);
        if (part.name != NULL)
            read_part_name(r, part.name);
        parts[record->part_count++] = part;
    }
    record->parts = parts;
}

void submission_read(h2o_mem_pool_t *pool, const struct raw_submission *raw, struct date today,
                     struct submission *submission)
{
    struct reading r = {.pool = pool, .s = submission};

    *submission = (struct submission){.findings = 0};
    r.unread =
        h2o_mem_alloc_pool(pool, sizeof(*r.unread) * (UNREAD_FACTS + raw->work_count + raw->part_count));
    r.unknown = h2o_mem_alloc_pool(pool, sizeof(*r.unknown) * UNKNOWN_MOST);
    submission->unknown = r.unknown;
    submission->record.unread = r.unread;
    submission->record.revision = 1;
    read_vin(&r, raw->vin);
    read_plate(&r, raw->plate);
    read_odometer(&r, raw->odometer);
    read_dates(&r, raw, today);
    submission->record.company_name = text_bounded(pool, raw->company_name, MAX_NAME);
    read_settlement_no(&r, raw->settlement_no);
    submission->record.fault = read_text(&r, raw->fault, MAX_FAULT);
    read_works(&r, raw);
    read_parts(&r, raw);
    if (submission->record.fault != NULL)
        lexicon_read_fault(submission->record.fault, &submission->record.signals);
}
