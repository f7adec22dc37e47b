#include "history/distance.h"

#include <math.h>
#include <stdlib.h>

/* What both ends may be away from their seats. */
enum { COARSE_KM = 100, PREFECTURE_DIGITS = 4 };
#define EARTH_KM          6371.0
#define RADIANS_OF_TENTHS (3.14159265358979 / 1800)

static int compare_code(const void *key, const void *place)
{
    return *(const int *)key - ((const struct place *)place)->code;
}

static const struct place *place_of(const char *region)
{
    int code = 0;

    for (int i = 0; region != NULL && i < PREFECTURE_DIGITS; i++) {
        if (region[i] < '0' || region[i] > '9')
            return NULL;
        code = code * 10 + (region[i] - '0');
    }
    return bsearch(&code, prefectures, prefectures_count, sizeof(prefectures[0]), compare_code);
}

long distance_km(const char *region, const char *other)
{
    const struct place *a = place_of(region), *b = place_of(other);

    if (a == NULL || b == NULL)
        return -1;
    double north = (a->north - b->north) * RADIANS_OF_TENTHS, east = (a->east - b->east) * RADIANS_OF_TENTHS,
           level = cos(a->north * RADIANS_OF_TENTHS) * cos(b->north * RADIANS_OF_TENTHS),
           half = pow(sin(north / 2), 2) + level * pow(sin(east / 2), 2);
    long km = lround(2 * EARTH_KM * asin(sqrt(half))) - COARSE_KM;

    return km < 0 ? 0 : km;
}
