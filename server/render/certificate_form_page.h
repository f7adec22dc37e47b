/* certificate_form_page - an exporter's people ask for one certificate */
#pragma once

#include "render/page.h"

/* Fields that can be at fault. */
enum certificate_field {
    FIELD_VIN,
    FIELD_REFERENCE,
    FIELD_DESTINATION,
    FIELD_LANGUAGE,
    FIELD_SHARE,
    FIELD_PIN,
    FIELD_PHONE,
    FIELD_CODE,
    FIELD_PAPERS,
    CERTIFICATE_FIELDS
};

enum form_ground { BY_SHARE, BY_CODE, BY_PAPERS };

/* Papers that a reviewer approved, while they count. */
struct papers_choice {
    const char *handle, *vin;
    int64_t good_until; /* wall clock, microseconds */
};

enum { PAPERS_CHOICES = 200 };

struct certificate_form {
    const char *once; /* of this form */
    const char *vin, *reference, *destination, *language, *share, *pin, *phone, *code, *predecessor;
    enum form_ground ground;
    const char *papers;                 /* the handle that is chosen */
    const struct papers_choice *choice; /* the latest first */
    size_t choice_count;
    const char *request;                   /* of a code that is on its way: only that is asked for */
    const char *error[CERTIFICATE_FIELDS]; /* what is wrong, in words */
    const char *refused;                   /* likewise, where it is no field's */
};

h2o_iovec_t certificate_form_page(const struct page *page, const struct certificate_form *form);
