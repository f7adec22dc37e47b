#include "history/submission.h"

#include <string.h>

#include <h2o.h>

#include "history/bill.h"
#include "history/fuel.h"
#include "history/lexicon.h"
#include "history/plate.h"
#include "history/sandbox.h"
#include "history/scrub.h"
#include "history/text.h"
#include "history/unknown_phrase.h"

enum { MOST_ODOMETER = 999999, EARLIEST_YEAR = 1990, UNREAD_FACTS = 7, HUNDREDTHS = 100 };

struct reading {
    h2o_mem_pool_t *pool;
    struct submission *s;
    const struct thresholds *thresholds;
    const char **unknown;
    struct as_sent *unread; /* room for every value that may be one */
};

static void find(struct reading *r, enum finding finding)
{
    r->s->findings |= FINDING_BIT(finding);
}

static void keep_as_sent(struct reading *r, const char *field, const char *text)
{
    find(r, FINDING_N1);
    r->unread[r->s->record.unread_count++] =
        (struct as_sent){h2o_strdup(r->pool, field, SIZE_MAX).base, text_bounded(r->pool, text, MAX_NAME)};
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
    amount.known = hundredths_parse(text_folded(r->pool, text), &amount.hundredths);
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
    if (!hundredths_parse(without_unit(r->pool, text_folded(r->pool, text)), &hundredths))
        keep_as_sent(r, "repairmileage", text);
    else if (hundredths < 0 || hundredths / 100 > MOST_ODOMETER)
        find(r, FINDING_O1);
    else if (hundredths != 0) /* which programs send when nobody has read it */
        r->s->record.odometer_km = (long)(hundredths / 100);
}

static struct date read_date(struct reading *r, const char *field, const char *text, int *minute)
{
    struct date date = {0};
    const char *folded;

    if (text_is_filler(text))
        return date;
    folded = text_folded(r->pool, text);
    if (!date_parse_minute(&date, minute, folded, strlen(folded)))
        keep_as_sent(r, field, text);
    return date;
}

static void read_dates(struct reading *r, const struct raw_submission *raw, struct date today)
{
    int minute_out;
    struct date in = read_date(r, "repairdate", raw->brought_on, &r->s->record.brought_minute),
                out = read_date(r, "settledate", raw->settled_on, &minute_out);
    bool impossible = (date_known(in) && (date_compare(in, today) > 0 || in.year < EARLIEST_YEAR)) ||
                      (date_known(out) && (date_compare(out, today) > 0 || out.year < EARLIEST_YEAR)) ||
                      (date_known(in) && date_known(out) && date_compare(out, in) < 0);

    r->s->record.brought_on = in;
    r->s->record.settled_on = out;
    if (impossible)
        find(r, FINDING_D1);
    else if (date_known(in) && date_known(out) &&
             date_days_between(in, out) > r->thresholds->rule_in_shop_days)
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

/* Money in the field for hours: too much, or what the item costs to the yuan. One of one is how programs fill
 * in. */
static bool hours_are_none(const struct thresholds *t, const struct work *work)
{
    int64_t hours = work->hours.hundredths;

    return work->hours.known && (hours > t->rule_item_hours * HUNDREDTHS ||
                                 (work->price.known && hours == work->price.hundredths &&
                                  hours > HUNDREDTHS && hours % HUNDREDTHS == 0));
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

static part_codes read_part_name(struct reading *r, const char *name)
{
    const char *folded = text_folded(r->pool, name);
    part_codes said = 0;

    lexicon_read_part(folded, &said, &r->s->record.signals);
    r->s->record.parts_coded |= said;
    if (said == CODE_BIT(PART_OTHER))
        keep_unknown(r, folded);
    return said;
}

static void read_works(struct reading *r, const struct raw_submission *raw)
{
    struct record *record = &r->s->record;
    struct work *works = h2o_mem_alloc_pool(r->pool, sizeof(*works) * (raw->work_count + 1));

    for (size_t i = 0; i < raw->work_count && i < MAX_WORKS; i++) {
        struct work work = {.name = read_text(r, raw->works[i].name, MAX_NAME)};

        work.hours = read_amount(r, "repairprojectlist", i, "workinghours", raw->works[i].hours);
        work.price = read_amount(r, "repairprojectlist", i, "price", raw->works[i].price);
        if (work.name == NULL && !work.hours.known)
            continue;
        if (hours_are_none(r->thresholds, &work))
            find(r, FINDING_L1);
        if (work.name != NULL)
            read_work_name(r, work.name);
        works[record->work_count++] = work;
    }
    record->works = works;
}

/* Fluids are counted in whatever they are filled from. */
static bool quantity_is_odd(const struct thresholds *t, const struct part *part, part_codes coded)
{
    bool fluid = (coded & (CODE_BIT(PART_OIL) | CODE_BIT(PART_FLUID))) != 0;

    return part->quantity.known &&
           (part->quantity.hundredths < HUNDREDTHS ||
            (!fluid && part->quantity.hundredths > t->rule_part_quantity * HUNDREDTHS));
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
        part.price = read_amount(r, "vehiclepartslist", i, "price", sent->price);
        if (part.name == NULL && part.code == NULL && !part.quantity.known)
            continue;
        part_codes coded = 0;
        if (part.name != NULL)
            coded = read_part_name(r, part.name);
        if (quantity_is_odd(r->thresholds, &part, coded))
            find(r, FINDING_C2);
        parts[record->part_count++] = part;
    }
    record->parts = parts;
}

static void read_fees(struct reading *r, const struct raw_submission *raw)
{
    struct record *record = &r->s->record;
    struct fee *fees = h2o_mem_alloc_pool(r->pool, sizeof(*fees) * (raw->fee_count + 1));

    for (size_t i = 0; i < raw->fee_count && i < MAX_FEES; i++) {
        struct fee fee = {.name = read_text(r, raw->fees[i].name, MAX_NAME)};

        fee.price = read_amount(r, "fees", i, "price", raw->fees[i].price);
        if (fee.name != NULL || fee.price.known)
            fees[record->fee_count++] = fee;
    }
    record->fees = fees;
}

static void read_bill(struct reading *r, const struct raw_submission *raw)
{
    struct record *record = &r->s->record;

    read_fees(r, raw);
    if (!text_is_filler(raw->total)) {
        record->total.known = hundredths_parse(text_folded(r->pool, raw->total), &record->total.hundredths);
        if (!record->total.known)
            keep_as_sent(r, "total", raw->total);
    }
    if (!bill_adds_up(r->thresholds, record))
        find(r, FINDING_C1);
}

static void read_use(struct reading *r, const char *text)
{
    const char *use = text_is_filler(text) ? "" : text_folded(r->pool, text);

    if (strcmp(use, "1") == 0)
        r->s->record.use = USE_COMMERCIAL;
    else if (strcmp(use, "2") == 0)
        r->s->record.use = USE_PRIVATE;
    else if (*use != '\0')
        keep_as_sent(r, "use", text);
    if (r->s->record.use != USE_COMMERCIAL && r->s->record.odometer_km > r->thresholds->rule_private_km)
        find(r, FINDING_O2);
}

/* After works and parts, which it is held against. */
static void read_fuel(struct reading *r, const char *text)
{
    struct record *record = &r->s->record;

    if (text_is_filler(text))
        return;
    record->fuel = fuel_parse(text_folded(r->pool, text));
    if (record->fuel == 0)
        keep_as_sent(r, "fuel", text);
    else if (fuel_excludes(record->fuel, record->works_coded, record->parts_coded))
        find(r, FINDING_F1);
}

void submission_read(h2o_mem_pool_t *pool, const struct raw_submission *raw, struct date today,
                     struct submission *submission)
{
    const struct thresholds thresholds = thresholds_default();

    submission_read_by(pool, raw, today, &thresholds, submission);
}

void submission_read_by(h2o_mem_pool_t *pool, const struct raw_submission *raw, struct date today,
                        const struct thresholds *thresholds, struct submission *submission)
{
    struct reading r = {.pool = pool, .s = submission, .thresholds = thresholds};

    *submission = (struct submission){.findings = 0};
    r.unread = h2o_mem_alloc_pool(pool, sizeof(*r.unread) * (UNREAD_FACTS + 2 * raw->work_count +
                                                             2 * raw->part_count + raw->fee_count));
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
    read_bill(&r, raw);
    read_use(&r, raw->use);
    read_fuel(&r, raw->fuel);
    if (submission->record.fault != NULL)
        lexicon_read_fault(submission->record.fault, &submission->record.signals);
}
