#include "core/settings.h"

#include <errno.h>
#include <stdlib.h>

static bool read_number(const char *variable, long fallback, long least, long most, long *number,
                        char *complaint, size_t size)
{
    const char *text = getenv(variable);
    char *end;

    *number = fallback;
    if (text == NULL || *text == '\0')
        return true;
    errno = 0;
    *number = strtol(text, &end, 10);
    if (errno == 0 && *end == '\0' && *number >= least && *number <= most)
        return true;
    snprintf(complaint, size, "%s must be a whole number from %ld to %ld.", variable, least, most);
    return false;
}

static const char *read_text(const char *variable, const char *fallback)
{
    const char *text = getenv(variable);

    return text == NULL ? fallback : text;
}

bool settings_read(struct settings *settings, char *complaint, size_t size)
{
#define TEXT(member, variable, fallback, meaning) settings->member = read_text(variable, fallback);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    if (!read_number(variable, fallback, least, most, &settings->member, complaint, size)) \
        return false;
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
    if (settings->poll_ms * 2 > settings->lease_ms) {
        snprintf(complaint, size, "CHEDANG_LEASE_MS must be at least twice CHEDANG_POLL_MS.");
        return false;
    }
    return true;
}

void settings_print(FILE *out)
{
#define TEXT(member, variable, fallback, meaning) \
    fprintf(out, "%-28s %-16s %s\n", variable, fallback, meaning);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    fprintf(out, "%-28s %-16ld %s (%ld to %ld)\n", variable, (long)(fallback), meaning, (long)(least), \
            (long)(most));
    fprintf(out, "%-28s %-16s %s\n", "variable", "default", "meaning");
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
}
