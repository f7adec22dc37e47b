/* The first byte chooses a variable, the rest is its value: taken within its range, or refused by name. */
#include "target.h"

static const char *const variables[] = {
#define TEXT(member, variable, fallback, meaning)                variable,
#define NUMBER(member, variable, fallback, least, most, meaning) variable,
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
};

static void must_be_in_range(const struct settings *s)
{
#define TEXT(member, variable, fallback, meaning) MUST(s->member != NULL);
#define NUMBER(member, variable, fallback, least, most, meaning) \
    MUST(s->member >= least && s->member <= most);
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
    MUST(s->poll_ms * 2 <= s->lease_ms);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char complaint[128] = "";
    struct settings settings;

    if (size == 0)
        return 0;
    const char *variable = variables[*bytes % (sizeof(variables) / sizeof(variables[0]))];
    struct exchange *x = target_begin();
    setenv(variable, target_text(x, bytes + 1, size - 1), 1);
    if (settings_read(&settings, complaint, sizeof(complaint))) {
        must_be_in_range(&settings);
        MUST(complaint[0] == '\0');
    } else {
        size_t length = strlen(complaint);
        MUST(strstr(complaint, variable) != NULL && length != 0 && complaint[length - 1] == '.');
    }
    unsetenv(variable);
    target_end(x);
    return 0;
}
