#include "core/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { LINE_BYTES = 1024 };

static enum log_level limit = LOG_EVENT;
static const char *const level_name[] = {"bug", "error", "warning", "event", "request"};

struct line {
    char text[LINE_BYTES];
    size_t length;
};

static void put(struct line *line, char c)
{
    if (line->length < LINE_BYTES - 4) /* room for the end: quote, brace, newline */
        line->text[line->length++] = c;
}

/* Bytes that are not printable ASCII are of no use in a log and go as '?'. */
static void put_quoted(struct line *line, const char *text)
{
    put(line, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            put(line, '\\');
        put(line, *text >= ' ' && *text < 0x7f ? *text : '?');
    }
    put(line, '"');
}

static void put_pair(struct line *line, const char *key, const char *value)
{
    if (line->length > 1)
        put(line, ',');
    put_quoted(line, key);
    put(line, ':');
    put_quoted(line, value);
}

void log_limit(enum log_level level)
{
    limit = level;
}

bool log_wants(enum log_level level)
{
    return level <= limit;
}

void log_line(enum log_level level, const char *event, ...)
{
    struct line line = {.length = 0};
    struct timespec now;
    struct tm utc;
    char at[40];
    va_list pairs;

    if (level > limit)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t n = strftime(at, sizeof(at), "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(at + n, sizeof(at) - n, ".%03ldZ", now.tv_nsec / 1000000);

    put(&line, '{');
    put_pair(&line, "at", at);
    put_pair(&line, "level", level_name[level]);
    put_pair(&line, "event", event);
    va_start(pairs, event);
    for (const char *key; (key = va_arg(pairs, const char *)) != NULL;)
        put_pair(&line, key, va_arg(pairs, const char *));
    va_end(pairs);
    line.text[line.length++] = '}';
    line.text[line.length++] = '\n';
    if (write(STDOUT_FILENO, line.text, line.length) < 0)
        return; /* nowhere left to say it */
}

const char *log_number(long long number)
{
    static _Thread_local char text[8][24];
    static _Thread_local unsigned next;
    char *place = text[next++ % 8];

    snprintf(place, sizeof(text[0]), "%lld", number);
    return place;
}
