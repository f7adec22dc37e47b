#include <stdio.h>

#include "render/certificate_parts.h"

/* The code's column must stay legible, so a half has room for a label and what is said of it. */
static double write_statement_half(struct certificate_drawing *d, enum sheet_tongue tongue, const char *label,
                                   enum sheet_style style, const char *said)
{
    bool from_right = tongue == SHEET_OTHER && d->sheet.from_right;
    double left = tongue == SHEET_CHINESE ? SHEET_LEFT : SHEET_RIGHT_HALF, share = SHEET_HALF * 0.46;
    double y = d->sheet.y + 1.2, one, other;
    struct sheet_place first = {from_right ? left + SHEET_HALF - share : left, y, share, SHEET_AT_START};
    struct sheet_place second = {from_right ? left : left + share + 4, y, SHEET_HALF - share - 4,
                                 SHEET_AT_END};

    one = sheet_write(&d->sheet, tongue, SHEET_TEXT, first, label);
    other = sheet_write(&d->sheet, tongue, style, second, said);
    return one > other ? one : other;
}

static void write_statement(struct certificate_drawing *d, const char *group, const char *code,
                            const char *said, bool seen, unsigned count)
{
    char number[16], filled[CERTIFICATE_FILLED];
    const struct certificate_filling of[] = {
        {"count", number  },
        {"date",  d->as_of},
    };
    double most = 0;

    snprintf(number, sizeof(number), "%u", count);
    sheet_need(&d->sheet, 40);
    for (enum sheet_tongue tongue = SHEET_CHINESE; tongue <= SHEET_OTHER; tongue++) {
        double height =
            write_statement_half(d, tongue, words_in(d, tongue, group, code), seen ? SHEET_ALERT : SHEET_TEXT,
                                 words_filled(d, tongue, "statement", said, of, 2, filled));

        most = height > most ? height : most;
    }
    d->sheet.y += most + 2.4;
    sheet_rule(&d->sheet, SHEET_LEFT, d->sheet.y, SHEET_HALF, INK_LINE, 0.4);
    sheet_rule(&d->sheet, SHEET_RIGHT_HALF, d->sheet.y, SHEET_HALF, INK_LINE, 0.4);
}

void put_statements(struct certificate_drawing *d)
{
    write_heading(d, "statements", 60);
    for (unsigned signal = 0; signal < SIGNAL_CODE_COUNT; signal++) {
        unsigned records = d->claims->signals[signal];

        write_statement(d, "signal", code_words(CODES_OF_SIGNALS, signal)->code,
                        records == 0 ? "none_recorded" : "recorded", records > 0, records);
    }
    write_statement(d, "label", "disputes", d->claims->disputes == 0 ? "none_open" : "open",
                    d->claims->disputes > 0, d->claims->disputes);
}

static const char *coverage_code(enum coverage_status coverage)
{
    static const char *const codes[] = {
        [COVERAGE_RECORDED] = "recorded",
        [COVERAGE_NONE_RECORDED] = "none_recorded",
        [COVERAGE_NOT_COLLECTED] = "not_collected",
    };

    return codes[coverage];
}

/* What is said of the readings, or what it means that there is nothing. */
static void write_reasons(struct certificate_drawing *d)
{
    const struct claims *c = d->claims;
    const struct certificate_filling of[] = {
        {"date", d->as_of}
    };

    if (c->records == 0) {
        write_both(d, SHEET_TEXT, "coverage", coverage_code(c->coverage), of, 1);
        write_both(d, SHEET_TEXT, "no_record", "meaning", NULL, 0);
    }
    for (size_t i = 0; i < c->reason_count && c->records > 0; i++) {
        sheet_need(&d->sheet, 36);
        write_both(d, SHEET_TEXT, "reason", verdict_reason_code(c->reasons[i]), NULL, 0);
        d->sheet.y += 1.5;
    }
}

static void write_verdict(struct certificate_drawing *d)
{
    if (d->claims->records == 0)
        write_both(d, SHEET_LEAD, "no_record", "title", NULL, 0);
    else
        write_both(d, SHEET_LEAD, "verdict", verdict_class_code(d->claims->verdict), NULL, 0);
}

/* How tall it will be, without drawing it. */
static double height_of(struct certificate_drawing *d, void (*write)(struct certificate_drawing *))
{
    bool draws = d->sheet.draws;
    double top = d->sheet.y, height;
    int page = d->sheet.page;

    d->sheet.draws = false;
    d->sheet.y = SHEET_TOP;
    write(d);
    height = d->sheet.y - SHEET_TOP;
    d->sheet.draws = draws;
    d->sheet.y = top;
    d->sheet.page = page;
    return height;
}

/* A box; reasons that are too many for one follow it. */
void put_verdict(struct certificate_drawing *d)
{
    static const enum sheet_ink bars[] = {INK_OPEN, INK_GOOD, INK_BAD};
    static const enum sheet_ink grounds[] = {INK_OPEN_TINT, INK_GOOD_TINT, INK_BAD_TINT};
    const double boxed_most = 160, rim = 6;
    double reasons = height_of(d, write_reasons), height = height_of(d, write_verdict) + 2 * rim, top;

    height += reasons <= boxed_most ? reasons : 0;
    write_heading(d, d->claims->records == 0 ? "records" : "odometer", height);
    top = d->sheet.y;
    sheet_fill(&d->sheet, SHEET_LEFT - 8, top, SHEET_ROOM + 16, height, grounds[d->claims->verdict]);
    sheet_fill(&d->sheet, SHEET_LEFT - 8, top, 2.5, height, bars[d->claims->verdict]);
    d->sheet.y = top + rim;
    write_verdict(d);
    d->sheet.y += reasons <= boxed_most ? 0 : 2 * rim;
    write_reasons(d);
    d->sheet.y += reasons <= boxed_most ? rim : 0;
}

void put_coverage(struct certificate_drawing *d)
{
    char since[DATE_TEXT];
    const struct certificate_filling of[] = {
        {"date", date_text(d->claims->collected_since, since)}
    };

    write_heading(d, "coverage", 50);
    if (date_known(d->claims->collected_since))
        write_both(d, SHEET_TEXT, "coverage", "since", of, 1);
    write_both(d, SHEET_TEXT, "coverage", "recorded", NULL, 0);
}

void put_not_checked(struct certificate_drawing *d)
{
    static const char *const items[] = {"vehicle", "absence", "entries", "registers", "fitness"};

    write_heading(d, "not_checked", 30);
    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        sheet_need(&d->sheet, 36);
        write_both(d, SHEET_TEXT, "not_checked", items[i], NULL, 0);
        d->sheet.y += 1.5;
    }
}

static double write_step(struct certificate_drawing *d, enum sheet_tongue tongue, const char *step,
                         int number)
{
    bool from_right = tongue == SHEET_OTHER && d->sheet.from_right;
    const double left = tongue == SHEET_CHINESE ? SHEET_LEFT : SHEET_RIGHT_HALF, indent = 14;
    const struct certificate_filling of[] = {
        {"address", d->paper->address}
    };
    struct sheet_place mark = {from_right ? left + SHEET_HALF - indent : left, d->sheet.y, indent,
                               SHEET_AT_START};
    struct sheet_place text = {from_right ? left : left + indent, d->sheet.y, SHEET_HALF - indent,
                               SHEET_AT_START};
    char filled[CERTIFICATE_FILLED], digits[16];

    snprintf(digits, sizeof(digits), "%d", number);
    sheet_write(&d->sheet, tongue, SHEET_HEADING, mark, digits);
    return sheet_write(&d->sheet, tongue, d->dense == DENSEST ? SHEET_SMALL : SHEET_TEXT, text,
                       words_filled(d, tongue, "genuine", step, of, 1, filled));
}

static void write_steps(struct certificate_drawing *d)
{
    static const char *const steps[] = {"online", "compare", "offline"};

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        double one = write_step(d, SHEET_CHINESE, steps[i], (int)i + 1);
        double other = write_step(d, SHEET_OTHER, steps[i], (int)i + 1);

        d->sheet.y += (one > other ? one : other) + 3;
    }
    write_both(d, SHEET_LEAD, "genuine", "paper", NULL, 0);
}

void put_genuine(struct certificate_drawing *d)
{
    write_heading(d, "genuine", height_of(d, write_steps));
    write_steps(d);
}
