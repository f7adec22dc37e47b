#include <stdlib.h>

#include "history/finding.h"
#include "render/vehicle_parts.h"

enum { HOURS_A_DAY = 24 };

static void show(json_t *evidence, const char *name, const char *value)
{
    json_t *item;

    if (name == NULL && value == NULL)
        return;
    item = add_item(evidence);
    give_text(item, "name", name);
    give_text(item, "value", value);
}

static void show_long_works(json_t *evidence, const struct view_record *r)
{
    for (size_t i = 0; i < r->work_count; i++)
        if (r->works[i].hours != NULL && strtod(r->works[i].hours, NULL) > HOURS_A_DAY)
            show(evidence, r->works[i].name, r->works[i].hours);
}

static void show_small_parts(json_t *evidence, const struct view_record *r)
{
    for (size_t i = 0; i < r->part_count; i++)
        if (r->parts[i].quantity != NULL && strtod(r->parts[i].quantity, NULL) < 1)
            show(evidence, r->parts[i].name, r->parts[i].quantity);
}

/* What shows it, as far as it is on the page. */
static void give_evidence(const struct page *page, json_t *evidence, const struct view *view,
                          const struct view_record *r, enum finding finding)
{
    switch (finding) {
    case FINDING_V2:
    case FINDING_V4: show(evidence, NULL, view->vin); break;
    case FINDING_P1: show(evidence, NULL, r->plate); break;
    case FINDING_D3:
        show(evidence, NULL, date_words(page, r->brought_on));
        show(evidence, NULL, date_words(page, r->settled_on));
        break;
    case FINDING_L1: show_long_works(evidence, r); break;
    case FINDING_C2: show_small_parts(evidence, r); break;
    default: break;
    }
}

/* Our own notes (V3) are for nobody else, and what was kept out of the history is not here. */
void give_findings(const struct page *page, json_t *record, const struct view *view,
                   const struct view_record *r)
{
    json_t *findings = give_list(record, "findings");
    bool any = false;

    for (enum finding f = 0; f < FINDING_COUNT; f++) {
        if (!(r->findings & FINDING_BIT(f)) || finding_told(f) == NULL || findings_quarantine(FINDING_BIT(f)))
            continue;
        json_t *item = add_item(findings);
        give_text(item, "code", finding_code(f));
        give_text(item, "text", finding_words(f, page->language)->found);
        give_evidence(page, give_list(item, "evidence"), view, r, f);
        any = true;
    }
    give_flag(record, "has_findings", any);
}
