/* rating - what an owner thinks of a repair: one to five points on each of five axes */
#pragma once

enum rating_axis {
    RATING_PUNCTUALITY, /* keeps appointments */
    RATING_ATTITUDE,
    RATING_QUALITY,
    RATING_SPEED,
    RATING_PRICE,
    RATING_AXES
};

enum { RATING_MOST = 5 };

struct rating {
    int points[RATING_AXES]; /* 1 to RATING_MOST; 0: none */
};

static inline const char *rating_axis_code(enum rating_axis axis)
{
    static const char *const codes[RATING_AXES] = {"punctuality", "attitude", "quality", "speed", "price"};

    return codes[axis];
}
