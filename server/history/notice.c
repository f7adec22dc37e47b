#include "history/notice.h"

#include <stddef.h>
#include <string.h>

bool notice_is_security(const char *kind)
{
    static const char *const kinds[] = {"new_device", "claim_tried", "phone_changed", "ownership_ended",
                                        "claim_contested"};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(kind, kinds[i]) == 0)
            return true;
    return false;
}
