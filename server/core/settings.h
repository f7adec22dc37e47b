/*
 * settings - everything that can be chosen, read once from the environment, constant afterwards
 *
 * One table: name, environment variable, default, range, meaning. `chedang settings` prints it. A value out
 * of its range stops the start with a sentence.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* clang-format off */
/* Where rules of history/finding.h begin. */
#define RULE_SETTINGS(NUMBER) \
    NUMBER(rule_in_shop_days,   "CHEDANG_RULE_IN_SHOP_DAYS",    180,    1,    10000, "D3: longest stay in a workshop, days") \
    NUMBER(rule_late_days,      "CHEDANG_RULE_LATE_DAYS",       1,      0,     3650, "D2: days from settlement to arrival that are in time") \
    NUMBER(rule_private_km,     "CHEDANG_RULE_PRIVATE_KM",      600000, 1,   999999, "O2: most kilometres of a vehicle that is not for hire") \
    NUMBER(rule_item_hours,     "CHEDANG_RULE_ITEM_HOURS",      24,     1,    10000, "L1: most hours of one item") \
    NUMBER(rule_part_quantity,  "CHEDANG_RULE_PART_QUANTITY",   200,    1,  1000000, "C2: most pieces of one part, fluids apart") \
    NUMBER(rule_total_yuan,     "CHEDANG_RULE_TOTAL_YUAN",      1,      0,  1000000, "C1: how far the total may be from its lines, yuan") \
    NUMBER(rule_total_permille, "CHEDANG_RULE_TOTAL_PERMILLE",  5,      0,     1000, "C1: the same in thousandths of the total; the larger counts") \
    NUMBER(rule_speed_kmh,      "CHEDANG_RULE_SPEED_KMH",       120,    1,    10000, "G1: fastest way between the cities of two workshops, km/h") \
    NUMBER(rule_plates,         "CHEDANG_RULE_PLATES",          2,      1,      100, "G2: most plates of a vehicle in CHEDANG_RULE_PLATES_DAYS") \
    NUMBER(rule_plates_days,    "CHEDANG_RULE_PLATES_DAYS",     30,     1,     3650, "G2: days in which its plates are counted") \
    NUMBER(rule_double_days,    "CHEDANG_RULE_DOUBLE_DAYS",     3,      0,      365, "G3: days within which two workshops do not do the same work at the same odometer")

/*   TEXT(member, variable, default, meaning) */
/*   NUMBER(member, variable, default, least, most, meaning) */
#define SETTINGS(TEXT, NUMBER) \
    TEXT(listen,           "CHEDANG_LISTEN",              "127.0.0.1:8080", "address and port of the public listener") \
    TEXT(internal,         "CHEDANG_INTERNAL",            "127.0.0.1:8081", "internal listener: address and port, or unix:PATH") \
    TEXT(public_url,       "CHEDANG_URL",                 "",               "how people reach the service; http:// and the listener when empty") \
    TEXT(security_contact, "CHEDANG_SECURITY_CONTACT",    "",               "whom to tell of a weakness, mailto: or https://, in /.well-known/security.txt; none when empty") \
    TEXT(tls_certificate,  "CHEDANG_TLS_CERTIFICATE",     "",               "PEM file; TLS is off when empty") \
    TEXT(tls_key,          "CHEDANG_TLS_KEY",             "",               "PEM file of the private key") \
    TEXT(trusted_proxy,    "CHEDANG_TRUSTED_PROXY",       "",               "address of the proxy whose X-Forwarded-For is believed") \
    TEXT(home,             "CHEDANG_HOME",                ".",              "folder with templates/ and static/") \
    TEXT(keys,             "CHEDANG_KEYS",                "",               "key file, readable by its owner only") \
    TEXT(postgres,         "CHEDANG_PG",                  "",               "libpq connection string of the serving role") \
    TEXT(postgres_owner,   "CHEDANG_PG_OWNER",            "",               "connection string of the role that imports; that of the serving role when empty") \
    TEXT(redis,            "CHEDANG_REDIS",               "",               "path of the Redis socket; no Redis when empty") \
    TEXT(redis_user,       "CHEDANG_REDIS_USER",          "chedang",        "Redis user") \
    TEXT(redis_password,   "CHEDANG_REDIS_PASSWORD_FILE", "",               "file with the Redis password; no AUTH when empty") \
    TEXT(spool,            "CHEDANG_SPOOL",               "spool",          "folder of the access trail's spool files") \
    TEXT(outbox,           "CHEDANG_OUTBOX",              "outbox",         "folder where messages to phones appear as files") \
    TEXT(sms_url,          "CHEDANG_SMS_URL",             "",               "SMS gateway; messages go to the outbox folder when empty") \
    TEXT(sms_token_file,   "CHEDANG_SMS_TOKEN_FILE",      "",               "file with the gateway's bearer token") \
    TEXT(certificate_root, "CHEDANG_CERTIFICATE_ROOT",    "",               "public half of the root key that signs trust lists, base64url: the page that checks certificates holds them against it") \
    TEXT(webhook_allow,    "CHEDANG_WEBHOOK_ALLOW",       "",               "for tests: the one ADDRESS:PORT that webhooks reach although it is private, without TLS too") \
    NUMBER(threads,            "CHEDANG_THREADS",               0,       0,       64, "event loops; 0: one a processor") \
    NUMBER(lease_ms,           "CHEDANG_LEASE_MS",              150,    50,     5000, "how long a cache may be trusted after a poll began, ms; uploads are acknowledged this much later") \
    NUMBER(poll_ms,            "CHEDANG_POLL_MS",               50,      5,     1000, "time between two polls for changes, ms") \
    NUMBER(changes_known,      "CHEDANG_CHANGES_KNOWN",         100000, 16, 10000000, "changes that each loop remembers") \
    NUMBER(db_connections,     "CHEDANG_DB_CONNECTIONS",        4,       2,       64, "PostgreSQL connections of each loop: one for reads in a pipeline, the others for writes") \
    NUMBER(db_queue,           "CHEDANG_DB_QUEUE",              512,     1,   100000, "statements waiting for PostgreSQL on each loop; more are refused") \
    NUMBER(db_timeout_ms,      "CHEDANG_DB_TIMEOUT_MS",         2000,  100,    60000, "deadline of a statement, ms") \
    NUMBER(redis_timeout_ms,   "CHEDANG_REDIS_TIMEOUT_MS",      20,      1,     5000, "deadline of a cache command, ms") \
    NUMBER(memory_mib,         "CHEDANG_MEMORY_MIB",            64,      0,   65536, "finished summaries kept in the memory of each loop, MiB; 0: none") \
    NUMBER(cache_seconds,      "CHEDANG_CACHE_SECONDS",         3600,    1,   604800, "longest life of a cached value, s") \
    NUMBER(body_bytes,         "CHEDANG_BODY_BYTES",            1048576, 1024, 8388608, "largest request body, bytes") \
    NUMBER(photo_body_bytes,   "CHEDANG_PHOTO_BODY_BYTES",      50331648, 1048576, 268435456, "largest request body where photos are taken, bytes") \
    NUMBER(photo_senders,      "CHEDANG_PHOTO_SENDERS",         16,      1,     4096, "forms with photos under way on each loop, and connections that may send more than an ordinary body at a time; more are refused") \
    NUMBER(upload_photo_bytes, "CHEDANG_UPLOAD_PHOTO_BYTES",    16777216, 1048576, 67108864, "largest request body of a workshop's program where photos are taken, bytes") \
    NUMBER(upload_photo_senders, "CHEDANG_UPLOAD_PHOTO_SENDERS", 8,     1,     4096, "uploads with photos under way on each loop, and connections that may send one at a time; more are refused") \
    NUMBER(request_seconds,    "CHEDANG_REQUEST_SECONDS",       15,      1,      300, "time to receive a whole request, s; also how long an idle connection is kept") \
    NUMBER(send_ms,            "CHEDANG_SEND_MS",               8000,  500,   300000, "time a reader may stop taking an answer, ms") \
    NUMBER(take_seconds,       "CHEDANG_TAKE_SECONDS",          45,      1,     3600, "time a reader may need to take an answer, s") \
    NUMBER(connections,        "CHEDANG_CONNECTIONS",           4096,    8,   100000, "open connections of each loop") \
    NUMBER(connections_address,"CHEDANG_CONNECTIONS_ADDRESS",   512,     1,    65000, "open connections of each loop from one address") \
    NUMBER(in_flight,          "CHEDANG_IN_FLIGHT",             2048,    1,   100000, "requests under way on each loop; more are refused") \
    NUMBER(aged_seconds,       "CHEDANG_AGED_SECONDS",          300,     0,   3600, "while PostgreSQL is away, cached summaries go on with their age up to this one, s; 0: not at all") \
    NUMBER(lookups_waiting,    "CHEDANG_LOOKUPS_WAITING",       896,     1,   100000, "single look-ups that wait for PostgreSQL on each loop, besides those that are under way; more are refused") \
    NUMBER(json_depth,         "CHEDANG_JSON_DEPTH",            32,      4,      512, "deepest nesting of an uploaded document") \
    NUMBER(json_values,        "CHEDANG_JSON_VALUES",           20000, 100,  1000000, "values in an uploaded document") \
    NUMBER(hash_threads,       "CHEDANG_HASH_THREADS",          1,       1,       16, "helper threads for passwords and downloads") \
    NUMBER(hash_queue,         "CHEDANG_HASH_QUEUE",            64,      1,     4096, "passwords and downloads waiting for a helper thread; more are refused") \
    NUMBER(flush_queue,        "CHEDANG_FLUSH_QUEUE",           1024,    1,   100000, "owners' looks waiting for the thread that flushes the trail; more are refused") \
    NUMBER(photo_threads,      "CHEDANG_PHOTO_THREADS",         1,       1,       16, "helper threads for photos") \
    NUMBER(photo_queue,        "CHEDANG_PHOTO_QUEUE",           8,       1,     1024, "forms whose photos wait for a helper thread; more are refused") \
    NUMBER(lookup_burst,       "CHEDANG_LOOKUP_BURST",          6000,    1, 100000000, "look-ups of one client in ten seconds") \
    NUMBER(lookup_day,         "CHEDANG_LOOKUP_DAY",            1000000, 1, 1000000000, "look-ups of one client in a day") \
    NUMBER(vehicle_day,        "CHEDANG_VEHICLE_DAY",           200,     1, 1000000000, "look-ups of one vehicle in a day by all clients together, a quarter for each; each loop allows its share") \
    NUMBER(repeats,            "CHEDANG_REPEATS",               20,      1,     1000, "how many times its look-ups of a day a client may ask by handle in that day") \
    NUMBER(repeats_vehicle,    "CHEDANG_REPEATS_VEHICLE",       500,     1, 1000000000, "how often a client may ask for one vehicle by handle in a day; each loop allows its share") \
    NUMBER(slowed_burst,       "CHEDANG_SLOWED_BURST",          10,      0, 100000000, "look-ups in ten seconds of a client that seems to go through numbers, for an hour; 0: it is told of and not slowed") \
    NUMBER(address_burst,      "CHEDANG_ADDRESS_BURST",         300,     1, 100000000, "requests to open doors from one address in ten seconds") \
    NUMBER(workshop_burst,     "CHEDANG_WORKSHOP_BURST",        2000,    1, 100000000, "uploads of one workshop in ten seconds") \
    NUMBER(register_day,       "CHEDANG_REGISTER_DAY",          200,     1,  1000000, "workshops registered from one address in a day") \
    NUMBER(password_hour,      "CHEDANG_PASSWORD_HOUR",         60,      1,   100000, "passwords checked for one workshop, or one of the authority, from one address in an hour") \
    NUMBER(password_address_hour, "CHEDANG_PASSWORD_ADDRESS", 600,    1, 100000000, "passwords checked from one address in an hour, whatever the names") \
    NUMBER(quarantine_day,     "CHEDANG_QUARANTINE_DAY",        10000,   1, 10000000, "messages of one workshop kept in quarantine in a day") \
    NUMBER(claim_tries,        "CHEDANG_CLAIM_TRIES",           5,       1,     1000, "claims evaluated per vehicle and day, and per account and day") \
    NUMBER(claim_tries_address,"CHEDANG_CLAIM_TRIES_ADDRESS",   20,      1,   100000, "claims evaluated per address and day") \
    NUMBER(review_tries,       "CHEDANG_REVIEW_TRIES",          10,      1,     1000, "times that an account sends documents in a day") \
    NUMBER(reviews_open,       "CHEDANG_REVIEWS_OPEN",          3,       1,      100, "cases of an account that wait for a reviewer") \
    NUMBER(code_sends,         "CHEDANG_CODE_SENDS",            5,       1,      100, "sign-in codes per phone number and hour") \
    NUMBER(code_sends_address, "CHEDANG_CODE_SENDS_ADDRESS",    20,      1,   100000, "sign-in codes per address and hour") \
    NUMBER(consent_sends_client, "CHEDANG_CONSENT_SENDS_CLIENT", 500,    1,   100000, "owners that an exporter asks for consent in an hour") \
    NUMBER(consent_sends_day,  "CHEDANG_CONSENT_SENDS_DAY",     5,       1,   100000, "times that an exporter asks one owner for consent in a day") \
    NUMBER(consent_sends_vehicle, "CHEDANG_CONSENT_SENDS_VEHICLE", 10,   1,   100000, "times that exporters ask for consent about one vehicle in a day") \
    NUMBER(documents_day,      "CHEDANG_DOCUMENTS_DAY",         100,     1,   100000, "times that an exporter sends documents of a vehicle in a day") \
    NUMBER(documents_open,     "CHEDANG_DOCUMENTS_OPEN",        50,      1,   100000, "cases of an exporter that wait for a reviewer") \
    NUMBER(code_seconds,       "CHEDANG_CODE_SECONDS",          300,    30,      600, "life of a sign-in code, s") \
    NUMBER(session_idle,       "CHEDANG_SESSION_IDLE",          1800,   60,    86400, "an owner's session ends after this long without use, s") \
    NUMBER(session_seconds,    "CHEDANG_SESSION_SECONDS",       43200, 300,   604800, "an owner's session ends after this long, s") \
    NUMBER(spool_entries,      "CHEDANG_SPOOL_ENTRIES",         65536,  64, 10000000, "lines of the access trail that a spool holds; look-ups are refused when it is full") \
    NUMBER(drain_seconds,      "CHEDANG_DRAIN_SECONDS",         30,      1,      600, "time that requests under way have to end when the service stops, s") \
    RULE_SETTINGS(NUMBER) \
    NUMBER(log_level,          "CHEDANG_LOG_LEVEL",             2,       0,        3, "0 errors, 1 warnings, 2 events, 3 every request")
/* clang-format on */

struct settings {
#define TEXT(member, variable, fallback, meaning)                const char *member;
#define NUMBER(member, variable, fallback, least, most, meaning) long member;
    SETTINGS(TEXT, NUMBER)
#undef TEXT
#undef NUMBER
};

/* Reads the environment, whose strings it keeps. On false, `complaint` says which variable is wrong and why.
 */
bool settings_read(struct settings *settings, char *complaint, size_t size);

/* The table, for people. */
void settings_print(FILE *out);
