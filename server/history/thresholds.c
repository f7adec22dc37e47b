#include "history/thresholds.h"

struct thresholds thresholds_of(const struct settings *settings)
{
    return (struct thresholds){
#define NUMBER(member, variable, fallback, least, most, meaning) .member = settings->member,
        RULE_SETTINGS(NUMBER)
#undef NUMBER
    };
}

struct thresholds thresholds_default(void)
{
    return (struct thresholds){
#define NUMBER(member, variable, fallback, least, most, meaning) .member = (fallback),
        RULE_SETTINGS(NUMBER)
#undef NUMBER
    };
}
