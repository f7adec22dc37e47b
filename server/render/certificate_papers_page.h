/* certificate_papers_page - an exporter's people send papers of a vehicle for a reviewer */
#pragma once

#include "core/photo.h"
#include "render/page.h"

struct papers_sending {
    const char *vin;                 /* as typed */
    const char *vin_error;           /* what is wrong with it, in words */
    const char *refused;             /* likewise, where it is no field's */
    const struct photo_field *photo; /* each with its fault; none of them has to be there */
    size_t photo_count;
};

h2o_iovec_t certificate_papers_page(const struct page *page, const struct papers_sending *sending);
