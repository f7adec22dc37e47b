#include "history/disclosure.h"

#include <stdio.h>
#include <string.h>

#include <h2o.h>

#include "history/record.h"
#include "history/scrub.h"
#include "history/wmi.h"

/* HIDE is zero: what the table forgets stays hidden. COARSE is the bucket or the derived form that belongs to
 * the field. */
enum how { HIDE, COARSE, SHOW };

/* clang-format off */
#define FIELDS(FIELD) \
    FIELD(VIN) FIELD(MAKER) FIELD(MODEL_YEAR) FIELD(FIRST_REGISTERED) FIELD(VERDICT) FIELD(SIGNALS) FIELD(COVERAGE) \
    FIELD(DISPUTED) FIELD(VERSION) FIELD(EVIDENCE) FIELD(UPKEEP) FIELD(GAPS) \
    FIELD(BROUGHT_ON) FIELD(SETTLED_ON) FIELD(LAST_SETTLED_ON) FIELD(ODOMETER) FIELD(WORKSHOP_CLASS) FIELD(REGION) FIELD(CODES) \
    FIELD(WORKSHOP_NAME) FIELD(SETTLEMENT_NO) FIELD(PLATE) FIELD(FAULT) FIELD(WORKS) FIELD(PARTS) FIELD(UNREAD) FIELD(FINDINGS) \
    FIELD(HANDLE)

#define FIELD(name) FIELD_##name,
enum field { FIELDS(FIELD) FIELD_COUNT };
#undef FIELD

/* Who has a link is a stranger with whom the owner shares what was done and how far the vehicle had gone: no person, no
 * day and no workshop. That a link is handed on cannot be taken back, so in doubt it is hidden. A workshop and a
 * supervisor see the one record that is contested. Who has the owner's consent drives the car or cares for it and reads the
 * records as the owner does, but for what leads further than to this car (its whole number, other books, what nobody could
 * read), and for what one acts by. A certificate goes abroad with the car and is shown to strangers: it names the vehicle
 * whole, so that it can be held against the stamped number, and nobody. */
#define COLUMNS(platform, owner, consent, buyer, part, workshop, supervisor, certificate) \
    {[AUDIENCE_PLATFORM] = platform, [AUDIENCE_OWNER] = owner, [AUDIENCE_CONSENT] = consent, [AUDIENCE_BUYER] = buyer, [AUDIENCE_BUYER_OF_PART] = part, \
     [AUDIENCE_WORKSHOP] = workshop, [AUDIENCE_SUPERVISOR] = supervisor, \
     [AUDIENCE_CERTIFICATE] = certificate}

static const enum how policy[FIELD_COUNT][AUDIENCE_COUNT] = {
    /*                                 platform owner consent  buyer   of part workshop supervisor certificate */
    [FIELD_VIN]              = COLUMNS(COARSE, SHOW,   COARSE, COARSE, COARSE, COARSE, COARSE, SHOW), /* a direct identifier; enough is left to hold it against the car */
    [FIELD_MAKER]            = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW),
    [FIELD_MODEL_YEAR]       = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   HIDE,   SHOW,   SHOW),
    [FIELD_FIRST_REGISTERED] = COLUMNS(COARSE, SHOW,   SHOW,   COARSE, COARSE, HIDE,   HIDE,   COARSE), /* the day is on papers that the seller has */
    [FIELD_VERDICT]          = COLUMNS(COARSE, SHOW,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   COARSE), /* of a part it would say something about the rest */
    [FIELD_SIGNALS]          = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   HIDE,   SHOW,   SHOW),
    [FIELD_COVERAGE]         = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   HIDE,   HIDE,   SHOW), /* absence must not read as cleanness */
    [FIELD_DISPUTED]         = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW), /* a buyer must know */
    [FIELD_VERSION]          = COLUMNS(HIDE,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE),
    [FIELD_EVIDENCE]         = COLUMNS(HIDE,   SHOW,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE), /* as with the verdict */
    [FIELD_UPKEEP]           = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE), /* an estimate for whoever drives it */
    [FIELD_GAPS]             = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE), /* likewise; the records tell as much */
    [FIELD_BROUGHT_ON]       = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   SHOW,   SHOW,   HIDE), /* the exact days tell where somebody was */
    [FIELD_SETTLED_ON]       = COLUMNS(COARSE, SHOW,   SHOW,   COARSE, COARSE, SHOW,   SHOW,   COARSE), /* the order is enough for a buyer */
    [FIELD_LAST_SETTLED_ON]  = COLUMNS(COARSE, SHOW,   SHOW,   COARSE, COARSE, SHOW,   SHOW,   SHOW), /* of the newest reading: how old it is */
    [FIELD_ODOMETER]         = COLUMNS(COARSE, SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   SHOW), /* what a link is for */
    [FIELD_WORKSHOP_CLASS]   = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   HIDE,   SHOW,   SHOW),
    [FIELD_REGION]           = COLUMNS(COARSE, SHOW,   SHOW,   COARSE, COARSE, HIDE,   SHOW,   COARSE),
    [FIELD_CODES]            = COLUMNS(SHOW,   SHOW,   SHOW,   SHOW,   SHOW,   HIDE,   SHOW,   SHOW),
    [FIELD_WORKSHOP_NAME]    = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   SHOW,   SHOW,   HIDE), /* with a month it is a place where somebody was */
    [FIELD_SETTLEMENT_NO]    = COLUMNS(HIDE,   SHOW,   HIDE,   HIDE,   HIDE,   SHOW,   SHOW,   HIDE), /* opens other books */
    [FIELD_PLATE]            = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE), /* leads to a person */
    [FIELD_FAULT]            = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   SHOW,   HIDE), /* somebody's own words, and of former holders too */
    [FIELD_WORKS]            = COLUMNS(HIDE,   SHOW,   SHOW,   COARSE, COARSE, SHOW,   SHOW,   HIDE), /* scrubbed names; hours are between owner and workshop */
    [FIELD_PARTS]            = COLUMNS(HIDE,   SHOW,   SHOW,   COARSE, COARSE, SHOW,   SHOW,   HIDE), /* scrubbed names and quantities, without numbers */
    [FIELD_UNREAD]           = COLUMNS(HIDE,   SHOW,   HIDE,   HIDE,   HIDE,   SHOW,   SHOW,   HIDE), /* may be anything */
    [FIELD_FINDINGS]         = COLUMNS(HIDE,   SHOW,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE), /* about how it was written */
    [FIELD_HANDLE]           = COLUMNS(HIDE,   SHOW,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE,   HIDE), /* of no use without the account */
};
#undef COLUMNS
/* clang-format on */

enum { ODOMETER_BUCKET = 1000, DIVISION = 6 };

struct disclosing {
    h2o_mem_pool_t *pool;
    const struct history *history;
    enum audience audience;
    struct view *view;
};

static enum how how(const struct disclosing *d, enum field field)
{
    return policy[field][d->audience];
}

static struct date by_month(struct date date)
{
    return date_known(date) ? (struct date){date.year, date.month, 1} : date;
}

static struct date date_shown(struct date date, enum how how)
{
    if (how == HIDE)
        return (struct date){0};
    return how == COARSE ? by_month(date) : date;
}

static long odometer_shown(long km, enum how how)
{
    if (how == HIDE || km < 0)
        return -1;
    return how == COARSE ? km / ODOMETER_BUCKET * ODOMETER_BUCKET : km;
}

/* Six digits, or the province's two; anything of another shape is not shown at all. */
static const char *region_shown(h2o_mem_pool_t *pool, const char *region, enum how how)
{
    char *shown;

    if (how == HIDE || region == NULL || strlen(region) != DIVISION ||
        strspn(region, "0123456789") != DIVISION)
        return NULL;
    shown = h2o_strdup(pool, region, DIVISION).base;
    if (how == COARSE)
        memset(shown + 2, '0', DIVISION - 2);
    return shown;
}

static const char *amount_shown(h2o_mem_pool_t *pool, struct amount amount)
{
    char text[32];
    int64_t whole = amount.hundredths / 100, fraction = amount.hundredths % 100;
    int length;

    if (!amount.known)
        return NULL;
    fraction = fraction < 0 ? -fraction : fraction;
    if (fraction == 0)
        length = snprintf(text, sizeof(text), "%lld", (long long)whole);
    else
        length = snprintf(text, sizeof(text), "%s%lld.%02lld", amount.hundredths < 0 && whole == 0 ? "-" : "",
                          (long long)whole, (long long)fraction);
    if (fraction % 10 == 0 && fraction != 0)
        length--;
    return h2o_strdup(pool, text, (size_t)length).base;
}

/*
 * For the owner's eyes, a record that may be of a time before the present holder's: what it says about the
 * former one is not the present one's to see. A vehicle that was brought in before counts, whenever it was
 * settled; and so does whatever cannot be told, for want of one of the two days.
 */
static bool is_another_holders(const struct disclosing *d, const struct record *r)
{
    struct date since = d->history->vehicle.held_since;
    struct date on = date_known(r->brought_on) ? r->brought_on : r->settled_on;

    if (d->audience == AUDIENCE_WORKSHOP || d->audience == AUDIENCE_SUPERVISOR)
        return false;
    return !date_known(since) || !date_known(on) || date_compare(on, since) < 0;
}

/* Free text without the telephones, plates and names in it: whoever brought the vehicle is a third person. */
static const char *text_shown(const struct disclosing *d, const char *text)
{
    bool found = false;

    return text == NULL ? NULL : scrub_text(d->pool, text, &found);
}

/* Numbers of parts and settlements may look like telephones; the present holder gets theirs as they are. */
static const char *number_shown(const struct disclosing *d, const char *number, bool another)
{
    return another ? text_shown(d, number) : number;
}

static void show_works(const struct disclosing *d, const struct record *r, struct view_record *v)
{
    struct view_work *works = h2o_mem_alloc_pool(d->pool, sizeof(*works) * (r->work_count + 1));

    for (size_t i = 0; i < r->work_count; i++) {
        works[i] = (struct view_work){.name = text_shown(d, r->works[i].name)};
        if (how(d, FIELD_WORKS) == SHOW)
            works[i].hours = amount_shown(d->pool, r->works[i].hours);
    }
    v->works = works;
    v->work_count = r->work_count;
}

static void show_parts(const struct disclosing *d, const struct record *r, bool another,
                       struct view_record *v)
{
    struct view_part *parts = h2o_mem_alloc_pool(d->pool, sizeof(*parts) * (r->part_count + 1));

    for (size_t i = 0; i < r->part_count; i++) {
        parts[i] = (struct view_part){.name = text_shown(d, r->parts[i].name),
                                      .quantity = amount_shown(d->pool, r->parts[i].quantity)};
        if (how(d, FIELD_PARTS) == SHOW)
            parts[i].code = number_shown(d, r->parts[i].code, another);
    }
    v->parts = parts;
    v->part_count = r->part_count;
}

static void show_unread(const struct disclosing *d, const struct record *r, struct view_record *v)
{
    struct view_unread *unread = h2o_mem_alloc_pool(d->pool, sizeof(*unread) * (r->unread_count + 1));

    for (size_t i = 0; i < r->unread_count; i++)
        unread[i] = (struct view_unread){r->unread[i].field, text_shown(d, r->unread[i].text)};
    v->unread = unread;
    v->unread_count = r->unread_count;
}

/* How exactly the day is shown; the newest reading has a rule of its own. */
static enum how how_settled(const struct disclosing *d, const struct record *r)
{
    const struct history *h = d->history;
    size_t newest = 0;

    if (how(d, FIELD_LAST_SETTLED_ON) == how(d, FIELD_SETTLED_ON))
        return how(d, FIELD_SETTLED_ON);
    while (newest < h->count &&
           (h->records[newest].odometer_km < 0 || !date_known(h->records[newest].settled_on)))
        newest++;
    return how(d, r == &h->records[newest] ? FIELD_LAST_SETTLED_ON : FIELD_SETTLED_ON);
}

/* What everybody with an interest in the vehicle may see of a job, exactly or roughly. Where no day of
 * settlement is known the other one stands in for it, for those who may see that one. */
static void show_job(const struct disclosing *d, const struct record *r, struct view_record *v)
{
    v->brought_on = date_shown(r->brought_on, how(d, FIELD_BROUGHT_ON));
    v->settled_on = date_known(r->settled_on) ? date_shown(r->settled_on, how_settled(d, r)) : v->brought_on;
    v->odometer_km = odometer_shown(r->odometer_km, how(d, FIELD_ODOMETER));
    v->region = region_shown(d->pool, r->workshop.region, how(d, FIELD_REGION));
    if (how(d, FIELD_WORKSHOP_CLASS) == SHOW)
        v->workshop_class = (int)r->workshop.class;
    if (how(d, FIELD_CODES) == SHOW) {
        v->works_coded = r->works_coded;
        v->parts_coded = r->parts_coded;
    }
    if (how(d, FIELD_SIGNALS) == SHOW)
        v->signals = r->signals;
    if (how(d, FIELD_DISPUTED) == SHOW)
        v->disputed = r->disputed;
}

/* What is in the sealed detail, and who did the job. */
static void show_detail(const struct disclosing *d, const struct record *r, struct view_record *v)
{
    bool another = is_another_holders(d, r);

    if (how(d, FIELD_HANDLE) == SHOW)
        v->handle = r->handle;
    if (how(d, FIELD_WORKSHOP_NAME) == SHOW)
        v->workshop_name = r->workshop.name != NULL ? r->workshop.name : r->company_name;
    if (how(d, FIELD_SETTLEMENT_NO) == SHOW)
        v->settlement_no = number_shown(d, r->settlement_no, another);
    if (how(d, FIELD_PLATE) == SHOW && !another)
        v->plate = r->plate;
    if (how(d, FIELD_FAULT) == SHOW)
        v->fault = text_shown(d, r->fault);
    if (how(d, FIELD_WORKS) != HIDE)
        show_works(d, r, v);
    if (how(d, FIELD_PARTS) != HIDE)
        show_parts(d, r, another, v);
    if (how(d, FIELD_UNREAD) == SHOW)
        show_unread(d, r, v);
    if (how(d, FIELD_FINDINGS) == SHOW)
        v->findings = r->findings;
}

/* Numbered in the order of the reasons, a record once. */
static void mark_doubtful(const struct verdict *verdict, struct view_record *records)
{
    unsigned mark = 0;

    for (size_t i = 0; i < verdict->evidence_count; i++) {
        struct view_record *r = &records[verdict->evidence[i].record];

        if (r->doubt == 0)
            r->doubt = ++mark;
    }
}

static void show_records(const struct disclosing *d, const struct verdict *verdict)
{
    const struct history *h = d->history;
    struct view_record *records = h2o_mem_alloc_pool(d->pool, sizeof(*records) * (h->count + 1));

    for (size_t i = 0; i < h->count; i++) {
        records[i] = (struct view_record){.odometer_km = -1};
        show_job(d, &h->records[i], &records[i]);
        show_detail(d, &h->records[i], &records[i]);
    }
    if (how(d, FIELD_EVIDENCE) == SHOW)
        mark_doubtful(verdict, records);
    d->view->records = records;
    d->view->count = h->count;
    d->view->total = h->total > h->count ? h->total : h->count;
}

static void show_identity(const struct disclosing *d)
{
    const struct vin *vin = &d->history->vehicle.vin;
    const struct maker *maker = how(d, FIELD_MAKER) == SHOW ? maker_of(vin) : NULL;
    char masked[VIN_LENGTH + 1];

    if (how(d, FIELD_VIN) == SHOW)
        d->view->vin = vin->text;
    else if (how(d, FIELD_VIN) == COARSE)
        d->view->vin = h2o_strdup(d->pool, vin_masked(vin, masked), VIN_LENGTH).base;
    if (maker != NULL) {
        d->view->maker_zh = maker->zh;
        d->view->maker_en = maker->en;
    }
    if (how(d, FIELD_MODEL_YEAR) == SHOW) {
        d->view->model_year = vin_model_year(vin, date_today());
        d->view->check_digit_warning = vin_check_digit_required(vin) && !vin_check_digit_holds(vin);
    }
    d->view->first_registered =
        date_shown(d->history->vehicle.first_registered, how(d, FIELD_FIRST_REGISTERED));
    d->view->registration_precision = how(d, FIELD_FIRST_REGISTERED) == SHOW ? DATES_BY_DAY : DATES_BY_MONTH;
}

/* Silence means something only where repairs are collected. */
static enum coverage_status coverage_of(const struct history *h)
{
    if (h->count != 0)
        return COVERAGE_RECORDED;
    return h->coverage.registered && date_known(h->coverage.collected_since) ? COVERAGE_NONE_RECORDED
                                                                             : COVERAGE_NOT_COLLECTED;
}

static void show_summary(const struct disclosing *d, const struct verdict *verdict)
{
    const struct history *h = d->history;
    struct view *view = d->view;

    if (how(d, FIELD_VERDICT) != HIDE)
        view->verdict = *verdict;
    if (how(d, FIELD_EVIDENCE) != SHOW) {
        view->verdict.evidence_count = 0;
        memset(view->verdict.evidence, 0, sizeof(view->verdict.evidence));
    }
    view->disputes = how(d, FIELD_DISPUTED) == SHOW ? h->vehicle.missing : 0;
    for (size_t i = 0; i < h->count; i++) {
        view->signals |= how(d, FIELD_SIGNALS) == SHOW ? h->records[i].signals : 0;
        view->disputes += how(d, FIELD_DISPUTED) == SHOW && h->records[i].disputed;
    }
    if (how(d, FIELD_COVERAGE) == SHOW) {
        view->coverage = coverage_of(h);
        view->collected_since = by_month(h->coverage.collected_since);
    }
    if (how(d, FIELD_VERSION) == SHOW)
        view->version = h->vehicle.version;
}

/* What the whole history says about the care that the vehicle got. */
static void show_care(const struct disclosing *d, const struct verdict *verdict)
{
    struct date today = date_today();

    if (how(d, FIELD_UPKEEP) == SHOW)
        d->view->upkeep = upkeep_estimate(d->history, verdict, today);
    if (how(d, FIELD_GAPS) == SHOW)
        d->view->gap_count = gaps_find(d->history, today, d->view->gaps);
}

void disclose(h2o_mem_pool_t *pool, const struct history *history, enum audience audience, struct view *view)
{
    struct disclosing d = {pool, history, audience, view};
    struct verdict verdict = odometer_verdict(history);

    *view = (struct view){.audience = audience, .coverage = COVERAGE_NOT_COLLECTED};
    view->dates = how(&d, FIELD_SETTLED_ON) == SHOW ? DATES_BY_DAY : DATES_BY_MONTH;
    show_identity(&d);
    show_summary(&d, &verdict);
    show_care(&d, &verdict);
    show_records(&d, &verdict);
}

size_t disclosure_fields(void)
{
    return FIELD_COUNT;
}

const char *disclosure_field_code(size_t field, char text[FIELD_TEXT])
{
#define FIELD(name) #name,
    static const char *const names[] = {FIELDS(FIELD)};
#undef FIELD
    size_t i = 0;

    for (; names[field][i] != '\0' && i < FIELD_TEXT - 1; i++)
        text[i] = names[field][i] == '_' ? '_' : (char)(names[field][i] | 0x20);
    text[i] = '\0';
    return text;
}

const char *audience_code(enum audience audience)
{
    static const char *const codes[AUDIENCE_COUNT] = {
        [AUDIENCE_NOBODY] = "nobody",
        [AUDIENCE_PLATFORM] = "platform",
        [AUDIENCE_OWNER] = "owner",
        [AUDIENCE_BUYER] = "buyer",
        [AUDIENCE_BUYER_OF_PART] = "buyer_of_part",
        [AUDIENCE_WORKSHOP] = "workshop",
        [AUDIENCE_SUPERVISOR] = "supervisor",
        [AUDIENCE_CONSENT] = "consent",
        [AUDIENCE_CERTIFICATE] = "certificate",
    };

    return codes[audience];
}

enum disclosed disclosure_of(size_t field, enum audience audience)
{
    static const enum disclosed of[] = {
        [HIDE] = DISCLOSED_NOT, [COARSE] = DISCLOSED_ROUGHLY, [SHOW] = DISCLOSED_WHOLE};

    return of[policy[field][audience]];
}
