/*
 * metrics - counters and gauges of one loop, summed when /metrics is asked for
 *
 * Only the loop itself writes; others may read at any time. No label ever carries personal data.
 */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

/* clang-format off */
#define METRICS(COUNTER) \
    COUNTER(requests,            "Requests begun") \
    COUNTER(answers_2xx,         "Answers with a status below 300") \
    COUNTER(answers_3xx,         "Redirections") \
    COUNTER(answers_4xx,         "Answers that blame the client") \
    COUNTER(answers_5xx,         "Answers that blame the service") \
    COUNTER(refused_framing,     "Requests refused because their framing is ambiguous") \
    COUNTER(refused_busy,        "Requests refused because too much was under way") \
    COUNTER(refused_limit,       "Requests refused by a limit") \
    COUNTER(client_errors_untold, "Refused requests of clients that found no room in what their administrators are shown") \
    COUNTER(unknown_phrases_untold, "Names that the lexicon does not know and that found no room among those that are collected") \
    COUNTER(refused_vehicle,     "Look-ups refused because the vehicle was asked for too often in a day") \
    COUNTER(refused_slowed,      "Look-ups refused because their client is slowed") \
    COUNTER(clients_suspected,   "Times that a client seemed to go through numbers") \
    COUNTER(honey_alarms,        "Look-ups of a vehicle that nobody has") \
    COUNTER(lookups,             "Look-ups answered with a summary or with its absence") \
    COUNTER(lookups_memory,      "Look-ups answered from memory") \
    COUNTER(lookups_redis,       "Look-ups answered from Redis") \
    COUNTER(lookups_postgres,    "Look-ups answered from PostgreSQL") \
    COUNTER(sandbox_refusals,    "Refusals with 429 or 503 that the sandbox is there for") \
    COUNTER(batches,             "Batches of look-ups begun") \
    COUNTER(cache_untrusted,     "Cache reads left out because the last poll was too long ago") \
    COUNTER(lookups_aged,        "Look-ups answered with their age while PostgreSQL was away") \
    COUNTER(cache_stale,         "Cached values that were too old") \
    COUNTER(cache_forged,        "Cached values that were not sealed here") \
    COUNTER(cache_failures,      "Cache commands without an answer") \
    COUNTER(polls,               "Polls for changes") \
    COUNTER(poll_failures,       "Polls that failed") \
    COUNTER(sweeps,              "Rounds of dropping what has expired and moving disputes and findings whose turn is over") \
    COUNTER(uploads_stored,      "Uploads stored as new or corrected") \
    COUNTER(uploads_unchanged,   "Uploads that were there already") \
    COUNTER(uploads_quarantined, "Uploads kept in quarantine") \
    COUNTER(uploads_refused,     "Uploads refused") \
    COUNTER(trail_lines,         "Lines written to the access trail's spool") \
    COUNTER(trail_full,          "Look-ups refused because the spool was full") \
    COUNTER(db_statements,       "Statements sent to PostgreSQL") \
    COUNTER(db_groups,           "Groups of writes committed together, of one or more") \
    COUNTER(db_groups_undone,    "Groups of which one failed: all of it was sent again, one by one") \
    COUNTER(db_failures,         "Statements that failed or were refused") \
    COUNTER(db_reconnects,       "Connections to PostgreSQL made") \
    COUNTER(claims_evaluated,    "Claims of a vehicle evaluated") \
    COUNTER(claims_granted,      "Claims granted")

#define GAUGES(GAUGE) \
    GAUGE(memory_bytes,          "Bytes of summaries kept in memory") \
    GAUGE(loops_begun,           "Loops that have reached PostgreSQL")
/* clang-format on */

struct metrics {
#define MEMBER(name, help) _Atomic uint64_t name;
    METRICS(MEMBER)
    GAUGES(MEMBER)
#undef MEMBER
};

/* count(x->service, lookups): one more. */
#define count(service, name) \
    atomic_store_explicit(&(service)->metrics.name, \
                          atomic_load_explicit(&(service)->metrics.name, memory_order_relaxed) + 1, \
                          memory_order_relaxed)

/* gauge(service, memory_bytes, 4096): so much now. */
#define gauge(service, name, value) \
    atomic_store_explicit(&(service)->metrics.name, (value), memory_order_relaxed)
