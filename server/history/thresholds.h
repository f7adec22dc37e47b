/*
 * thresholds - where the rules begin that an authority may want elsewhere
 *
 * The rows are RULE_SETTINGS of core/settings.h. What the odometer's verdict rests on (K1 to K7) is not among
 * them: verdicts are part of certificates and of what is cached, so they change with a release.
 */
#pragma once

#include "core/settings.h"

struct thresholds {
#define NUMBER(member, variable, fallback, least, most, meaning) long member;
    RULE_SETTINGS(NUMBER)
#undef NUMBER
};

struct thresholds thresholds_of(const struct settings *settings);
struct thresholds thresholds_default(void);
