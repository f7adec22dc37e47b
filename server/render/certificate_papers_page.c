#include "render/certificate_papers_page.h"

#include "render/photo_part.h"

h2o_iovec_t certificate_papers_page(const struct page *page, const struct papers_sending *s)
{
    json_t *model = json_object();
    bool wrong = s->vin_error != NULL;

    for (size_t i = 0; i < s->photo_count; i++)
        wrong = wrong || s->photo[i].fault != PHOTO_FINE;
    give_flag(model, "wrong", wrong);
    give_text(model, "refused", s->refused);
    give_text(model, "vin", s->vin);
    give_text(model, "vin_error", s->vin_error);
    give_photo_fields(page, model, s->photo, s->photo_count);
    return page_render(page, "certificate_papers", model);
}
