#include "render/record_part.h"

void give_record_part(const struct page *page, json_t *model, const struct view *view)
{
    const struct view_record *r = view->records;
    json_t *record, *works;

    if (view->count == 0)
        return;
    record = give_part(model, "record");
    give_text(record, "on", date_words(page, r->settled_on));
    give_text(record, "brought_on", date_words(page, r->brought_on));
    give_text(record, "km", r->odometer_km < 0 ? NULL : number_words(page, r->odometer_km));
    give_text(record, "workshop", r->workshop_name);
    give_text(record, "settlement_no", r->settlement_no);
    works = give_list(record, "works");
    for (size_t i = 0; i < r->work_count; i++) {
        json_t *work = add_item(works);

        give_text(work, "name", r->works[i].name);
        give_text(work, "hours", r->works[i].hours);
    }
    give_flag(record, "has_works", r->work_count > 0);
}
