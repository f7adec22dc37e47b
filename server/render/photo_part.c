#include "render/photo_part.h"

static const char *fault_words(const struct page *page, enum photo_fault fault)
{
    const char *code = photo_fault_code(fault);

    return code == NULL ? NULL : page_word(page, "photo_fault", code);
}

void give_photo_fields(const struct page *page, json_t *model, const struct photo_field *field, size_t count)
{
    json_t *list = give_list(model, "photos");

    for (size_t i = 0; i < count; i++) {
        json_t *item = add_item(list);

        give_text(item, "name", field[i].name);
        give_text(item, "label", page_word(page, "photo", field[i].name));
        give_text(item, "error", fault_words(page, field[i].fault));
        give_flag(item, "needed", field[i].needed);
    }
    give_text(model, "photo_mib", number_words(page, PHOTO_MIB_MOST));
    give_text(model, "photo_megapixels", number_words(page, PHOTO_MEGAPIXELS_MOST));
}
