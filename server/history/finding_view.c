#include "history/finding_view.h"

#include <string.h>

static const struct {
    const char *code;
    enum finding_field field;
} fields[] = {
    {"V2", FIELD_OF_VIN     },
    {"V4", FIELD_OF_VIN     },
    {"P1", FIELD_OF_PLATE   },
    {"D2", FIELD_OF_DAYS    },
    {"D3", FIELD_OF_DAYS    },
    {"O2", FIELD_OF_ODOMETER},
    {"L1", FIELD_OF_WORKS   },
    {"C2", FIELD_OF_PARTS   },
    {"G1", FIELD_OF_DAYS    },
    {"G2", FIELD_OF_PLATE   },
};

enum finding_field finding_field(const char *code)
{
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
        if (strcmp(fields[i].code, code) == 0)
            return fields[i].field;
    return *code == 'K' ? FIELD_OF_ODOMETER : FIELD_OF_NOTHING;
}
