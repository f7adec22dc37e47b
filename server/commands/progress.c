#include "commands/progress.h"

#include <sys/stat.h>
#include <unistd.h>

#include "core/date.h"

#define SECOND INT64_C(1000000000)

enum { BAR = 30, WATCHED_NS = 200000000, LOGGED_S = 5 };

void progress_begin(struct progress *progress, FILE *file)
{
    struct stat about;
    bool regular = fstat(fileno(file), &about) == 0 && S_ISREG(about.st_mode);
    int64_t now = clock_monotonic();

    *progress = (struct progress){.watched = isatty(STDERR_FILENO) != 0,
                                  .total = regular ? (uint64_t)about.st_size : 0,
                                  .began = now,
                                  .shown = now};
    if (progress->watched)
        progress->shown -= WATCHED_NS; /* who watches sees at once that something moves */
}

double progress_seconds(const struct progress *progress)
{
    return (double)(clock_monotonic() - progress->began) / (double)SECOND;
}

void progress_pass(struct progress *progress)
{
    progress->passed = progress->done;
    progress->passed_lines = progress->lines;
    progress->began = clock_monotonic();
}

void progress_restart(struct progress *progress)
{
    progress->done = progress->lines = 0;
    progress->began = clock_monotonic();
}

static void print_bar(unsigned hundredths)
{
    static const char full[] = "##############################", empty[] = "..............................";
    int filled = (int)(hundredths * BAR / 100);

    fprintf(stderr, "[%.*s%.*s] %3u %%  ", filled, full, BAR - filled, empty, hundredths);
}

static void show(const struct progress *p)
{
    double seconds = progress_seconds(p),
           rate = seconds > 0 ? (double)(p->lines - p->passed_lines) / seconds : 0;
    uint64_t own = p->done - p->passed;

    if (p->watched)
        fputs("\r", stderr);
    if (p->total != 0)
        print_bar((unsigned)((p->done < p->total ? p->done : p->total) * 100 / p->total));
    fprintf(stderr, "%llu lines, %.0f a second", (unsigned long long)p->lines, rate);
    if (p->total != 0 && own != 0 && p->done < p->total) {
        long left = (long)(seconds * (double)(p->total - p->done) / (double)own);

        fprintf(stderr, ", %ld:%02ld left", left / 60, left % 60);
    }
    fputs(p->watched ? "\033[K" : "\n", stderr);
}

void progress_move(struct progress *progress, uint64_t bytes, uint64_t lines)
{
    int64_t now = clock_monotonic();

    progress->done += bytes;
    progress->lines += lines;
    if (now - progress->shown < (progress->watched ? WATCHED_NS : LOGGED_S * SECOND))
        return;
    progress->shown = now;
    show(progress);
}

void progress_end(struct progress *progress)
{
    if (progress->watched)
        fputs("\r\033[K", stderr);
}
