#include "commands/demo_line.h"

#include <stdio.h>
#include <string.h>

#include "commands/demo_day.h"

/* The record being written: by whom, of what, and which number of its kind. */
struct writing {
    struct line *line;
    const struct demo_workshop *w;
    const struct demo_vehicle *v;
    const struct visit *visit;
    unsigned number; /* of the visit */
};

enum { SAID = 128, PRICE_OF_HOUR = 120 };

/* A workshop always writes the same of several ways: the part between two bars. */
static const char *way_of(const struct demo_workshop *w, const char *ways, char said[SAID])
{
    unsigned count = 1;

    for (const char *c = ways; *c != '\0'; c++)
        count += *c == '|';
    for (unsigned skip = (w->number + w->number / 12) % count; skip > 0; skip--)
        ways = strchr(ways, '|') + 1;
    snprintf(said, SAID, "%.*s", (int)strcspn(ways, "|"), ways);
    return said;
}

/* What this program writes where there is nothing. */
static const char *filler(const struct writing *x)
{
    static const char *const fillers[] = {"无", "N/A", "-"};

    return x->w->program == PROGRAM_FILLERS ? fillers[x->w->number / PROGRAM_COUNT % 3] : "";
}

static void put_key(struct line *line, const char *key)
{
    char last = line->text[line->length - 1];

    line_put(line, last == '{' || last == '[' ? "\"" : ",\"");
    line_put(line, key);
    line_put(line, "\":");
}

static void put_text(const struct writing *x, const char *key, const char *value)
{
    put_key(x->line, key);
    line_quote(x->line, value);
}

/* As text, or as a number where the program does that. */
static void put_number(const struct writing *x, const char *key, const char *number)
{
    put_key(x->line, key);
    if (x->w->program == PROGRAM_NUMBERS)
        line_put(x->line, number);
    else
        line_quote(x->line, number);
}

static void put_tenths(const struct writing *x, const char *key, int tenths)
{
    char text[24];

    if (tenths % 10 == 0 && x->w->program != PROGRAM_TEXTS)
        snprintf(text, sizeof(text), "%d", tenths / 10);
    else
        snprintf(text, sizeof(text), "%d.%d", tenths / 10, tenths % 10);
    put_number(x, key, text);
}

static void put_day(const struct writing *x, const char *key, long day)
{
    struct date date = day_date(day);
    char text[16];

    snprintf(text, sizeof(text), "%04d%02d%02d", date.year % 10000, date.month % 100, date.day % 100);
    put_text(x, key, text);
}

/* Of the first job that a customer would have come for; now and then with a telephone number, as people do.
 */
static void put_fault(const struct writing *x)
{
    char said[SAID] = "", text[SAID + 64];

    for (unsigned i = 0; i < x->visit->job_count && said[0] == '\0'; i++)
        way_of(x->w, job_text(x->visit->jobs[i])->fault, said);
    if (said[0] == '\0' || (x->v->index + x->number) % 11 == 3)
        put_text(x, "faultdescription", x->w->program == PROGRAM_NUMBERS ? "车主自行保养" : filler(x));
    else if ((x->v->index + x->number) % 499 == 5) {
        snprintf(text, sizeof(text), "%s,联系电话1990002%04u", said, (unsigned)(x->v->index % 10000));
        put_text(x, "faultdescription", text);
    } else
        put_text(x, "faultdescription", said);
}

/* Unique in the workshop: day, vehicle and visit, behind the letters that its program puts before them. */
static void put_settlement_no(const struct writing *x)
{
    static const char *const letters[PROGRAM_COUNT] = {"JS", "", "WX", "RO-"};
    struct date day = day_date(x->visit->settled);
    char text[64];

    snprintf(text, sizeof(text), "%s%02d%02d%02d%07llu%03u", letters[x->w->program], day.year % 100,
             day.month % 100, day.day % 100, (unsigned long long)x->v->index, x->number);
    put_number(x, "costlistcode", text);
}

static void put_basic(const struct writing *x)
{
    bool same_day = x->w->program == PROGRAM_NUMBERS;
    unsigned odd = (unsigned)((x->v->index * 7 + x->number) % 100);
    char km[24];

    snprintf(km, sizeof(km), "%ld", x->visit->odometer_km);
    line_put(x->line, "\"basicInfo\":{");
    put_text(x, "vehicleplatenumber",
             odd < 4 && x->w->program >= PROGRAM_FILLERS ? filler(x)
                                                         : tenure_on(x->v, x->visit->brought)->plate);
    put_text(x, "companyname", x->w->name);
    put_text(x, "vin", x->v->vin.text);
    put_day(x, "repairdate", same_day ? x->visit->settled : x->visit->brought);
    put_number(x, "repairmileage", km);
    put_day(x, "settledate", x->visit->settled);
    put_fault(x);
    put_settlement_no(x);
    line_put(x->line, "}");
}

static void put_part(const struct writing *x, const struct job_part *part)
{
    char name[SAID], code[32];

    way_of(x->w, part->name, name);
    if (strcmp(part->name, "轮胎") == 0)
        snprintf(name, sizeof(name), "轮胎%s", x->v->model->tyre);
    snprintf(code, sizeof(code), "%c%c%s%c", x->v->model->wmi[2], x->v->model->description[0], part->code,
             (char)('A' + x->v->model->description[4] % 8));
    line_put(x->line, x->line->text[x->line->length - 1] == '[' ? "{" : ",{");
    put_text(x, "partsname", name);
    put_tenths(x, "partsquantity", part->tenths);
    put_text(x, "partscode",
             part->code[0] == '\0' || x->w->program == PROGRAM_BARE || x->w->class == 3 ? filler(x) : code);
    line_put(x->line, "}");
}

static void put_work(const struct writing *x, const struct job_work *work)
{
    char name[SAID];

    way_of(x->w, work->name, name);
    if (strcmp(name, "无") == 0 && x->w->program != PROGRAM_FILLERS)
        return;
    line_put(x->line, x->line->text[x->line->length - 1] == '[' ? "{" : ",{");
    put_text(x, "repairproject", name);
    if (x->w->program == PROGRAM_FILLERS && work->tenths < 5)
        put_text(x, "workinghours", filler(x));
    else
        put_tenths(x, "workinghours", x->w->prices ? work->tenths * PRICE_OF_HOUR : work->tenths);
    line_put(x->line, "}");
}

static void put_lists(const struct writing *x)
{
    line_put(x->line, ",\"vehiclepartslist\":[");
    for (unsigned i = 0; i < x->visit->job_count; i++)
        for (const struct job_part *p = job_text(x->visit->jobs[i])->parts; p->name != NULL; p++)
            put_part(x, p);
    line_put(x->line, "],\"repairprojectlist\":[");
    for (unsigned i = 0; i < x->visit->job_count; i++)
        for (const struct job_work *w = job_text(x->visit->jobs[i])->works; w->name != NULL; w++)
            put_work(x, w);
    line_put(x->line, "]");
}

static void put_labels(struct line *line, unsigned labels)
{
    static const char *const texts[] = {
#define LABEL(name, text) text,
        LABELS(LABEL)
#undef LABEL
    };

    line_put(line, ",\"label\":[");
    for (enum label label = 0; label < LABEL_COUNT; label++)
        if (labels & 1u << label) {
            line_put(line, line->text[line->length - 1] == '[' ? "" : ",");
            line_quote(line, texts[label]);
        }
    line_put(line, "]");
}

void line_repair(struct line *line, const struct demo_workshop *workshop, const struct demo_vehicle *vehicle,
                 const struct visit *visit, unsigned number)
{
    struct writing x = {line, workshop, vehicle, visit, number};
    unsigned labels = visit->labels | (workshop->prices ? 1u << LABEL_PRICE : 0);

    line_put(line, "{\"repair\":{");
    put_text(&x, "companycode", workshop->code);
    line_put(line, ",");
    put_basic(&x);
    put_lists(&x);
    line_put(line, "}");
    if (labels != 0)
        put_labels(line, labels);
    line_put(line, "}\n");
}
