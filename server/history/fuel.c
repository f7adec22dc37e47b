#include "history/fuel.h"

#include <stddef.h>
#include <string.h>

#define ENGINE_WORK \
    (CODE_BIT(WORK_OIL) | CODE_BIT(WORK_IGNITION) | CODE_BIT(WORK_TIMING) | CODE_BIT(WORK_EXHAUST))
#define ENGINE_PARTS   (CODE_BIT(PART_OIL) | CODE_BIT(PART_IGNITION) | CODE_BIT(PART_EXHAUST))
#define TRACTION_WORK  (CODE_BIT(WORK_TRACTION_BATTERY) | CODE_BIT(WORK_DRIVE_MOTOR))
#define TRACTION_PARTS (CODE_BIT(PART_TRACTION_BATTERY) | CODE_BIT(PART_DRIVE_MOTOR))

/* Between which a vehicle may be converted, or people may choose. */
static const char *const kinds[] = {"ADEFLM", "BQR", "CPN", "O"};

char fuel_parse(const char *text)
{
    return text != NULL && text[0] != '\0' && text[1] == '\0' && strchr("ABCDEFLMNOPQRYZ", text[0]) != NULL
               ? text[0]
               : 0;
}

/* -1: it says nothing. */
static int kind_of(char fuel)
{
    for (size_t i = 0; fuel != 0 && i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strchr(kinds[i], fuel) != NULL)
            return (int)i;
    return -1;
}

bool fuels_conflict(char a, char b)
{
    return kind_of(a) != -1 && kind_of(b) != -1 && kind_of(a) != kind_of(b);
}

bool fuel_excludes(char fuel, work_codes works, part_codes parts)
{
    if (fuel == 'C')
        return (works & ENGINE_WORK) != 0 || (parts & ENGINE_PARTS) != 0;
    return strchr("ABEF", fuel) != NULL && fuel != 0 &&
           ((works & TRACTION_WORK) != 0 || (parts & TRACTION_PARTS) != 0);
}
