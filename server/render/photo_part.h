/* photo_part - the fields of a form for photos (templates/photo_part.html) */
#pragma once

#include "core/photo.h"
#include "render/page_model.h"

void give_photo_fields(const struct page *page, json_t *model, const struct photo_field *field, size_t count);
