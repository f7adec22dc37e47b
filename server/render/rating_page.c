#include "render/rating_page.h"

#include "render/record_part.h"

static void give_points(const struct page *page, json_t *axis, int chosen)
{
    json_t *points = give_list(axis, "points");

    for (int i = 1; i <= RATING_MOST; i++) {
        json_t *item = add_item(points);
        const char *number = page_text(page, "%d", i);

        give_text(item, "point", number);
        give_text(item, "word", page_word(page, "rating_point", number));
        give_flag(item, "chosen", i == chosen);
    }
}

h2o_iovec_t rating_page(const struct page *page, const struct rating_form *form, const struct view *record)
{
    json_t *model = json_object(), *axes = give_list(model, "axes");

    give_text(model, "vehicle", form->vehicle);
    give_text(model, "record_handle", form->record_handle);
    give_record_part(page, model, record);
    for (int i = 0; i < RATING_AXES; i++) {
        int chosen = form->rating.points[i];
        const char *code = rating_axis_code((enum rating_axis)i);
        json_t *axis = add_item(axes);

        give_text(axis, "code", code);
        give_text(axis, "name", page_word(page, "rating_axis", code));
        give_text(axis, "chosen_point", chosen == 0 ? NULL : page_text(page, "%d", chosen));
        give_flag(axis, "wrong", form->incomplete && chosen == 0);
        give_points(page, axis, chosen);
    }
    give_flag(model, "incomplete", form->incomplete);
    give_flag(model, "given", form->given);
    return page_render(page, "rating", model);
}
