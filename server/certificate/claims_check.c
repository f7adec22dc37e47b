#include "certificate/claims.h"

#include <string.h>

#include "core/canonical_json.h"
#include "history/vin.h"

enum { YEAR_FIRST = 1900, YEAR_LAST = 2999, PORT_DIGITS = 5, REGION_LAST = 99, REGION_FIRST = 10 };

static const int64_t issued_last = 32503679999; /* of the year 2999 */

static bool is_among(char c, const char *signs)
{
    return c != '\0' && strchr(signs, c) != NULL;
}

bool claims_issuer_sound(const char *issuer)
{
    static const char digits[] = "0123456789", letters[] = "abcdefghijklmnopqrstuvwxyz0123456789.-";
    size_t host, port;

    if (issuer == NULL || strlen(issuer) > CLAIM_ISSUER_MOST)
        return false;
    host = strspn(issuer, letters);
    if (host == 0 || is_among(issuer[0], ".-") || is_among(issuer[host - 1], ".-"))
        return false;
    if (issuer[host] == '\0')
        return true;
    port = strspn(issuer + host + 1, digits);
    return issuer[host] == ':' && port >= 1 && port <= PORT_DIGITS && issuer[host + 1 + port] == '\0';
}

/* A day of the calendar. */
static bool is_day(struct date date)
{
    return date.year >= YEAR_FIRST && date.year <= YEAR_LAST && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date_compare(date_plus(date, 0), date) == 0;
}

static bool is_month(struct date date)
{
    return is_day(date) && date.day == 1;
}

static bool is_month_or_none(struct date date)
{
    return is_month(date) || (date.year == 0 && date.month == 0 && date.day == 0);
}

/* jansson takes nothing that is not UTF-8. */
static bool is_utf8(const char *text)
{
    json_t *string = json_string(text);

    json_decref(string);
    return string != NULL;
}

static bool is_line(const char *text, size_t most)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < length; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
            return false;
    return length != 0 && length <= most && is_utf8(text);
}

static bool destination_sound(const char *destination)
{
    return destination[0] == '\0' ||
           (destination[0] >= 'A' && destination[0] <= 'Z' && destination[1] >= 'A' &&
            destination[1] <= 'Z' && destination[2] == '\0');
}

static bool vehicle_sound(const struct claims *claims)
{
    struct vin vin;

    return vin_parse(&vin, claims->vin, strlen(claims->vin)) == VIN_OK &&
           strcmp(vin.text, claims->vin) == 0 &&
           (claims->make == NULL || is_line(claims->make, CLAIM_MAKE_MOST)) &&
           (claims->model_year == 0 ||
            (claims->model_year >= YEAR_FIRST && claims->model_year <= YEAR_LAST)) &&
           is_month_or_none(claims->first_registered) && is_month_or_none(claims->collected_since) &&
           claims->coverage <= COVERAGE_NOT_COLLECTED;
}

static bool issue_sound(const struct claims *claims)
{
    return claims_issuer_sound(claims->issuer) && claims->issued_at >= 0 &&
           claims->issued_at <= issued_last && is_day(claims->valid_until) && is_day(claims->as_of) &&
           destination_sound(claims->destination) && claims->version >= 0 &&
           claims->version <= JSON_INTEGER_MOST && claims->status_index <= INT32_MAX &&
           (claims->left_out & ~(unsigned)(CLAIM_PARTS | CLAIM_WORKS | CLAIM_REGIONS)) == 0;
}

/* Each code once and in order. */
static bool codes_sound(const struct claim_count *counts, size_t count, unsigned codes)
{
    for (size_t i = 0; i < count; i++)
        if (counts[i].code >= codes || counts[i].records == 0 || counts[i].records > CLAIM_RECORDS_MOST ||
            (i != 0 && counts[i].code <= counts[i - 1].code))
            return false;
    return count <= codes;
}

static bool regions_sound(const struct claim_count *regions, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (regions[i].code < REGION_FIRST || regions[i].code > REGION_LAST || regions[i].records == 0 ||
            regions[i].records > CLAIM_RECORDS_MOST)
            return false;
        if (i != 0 &&
            (regions[i].records > regions[i - 1].records ||
             (regions[i].records == regions[i - 1].records && regions[i].code <= regions[i - 1].code)))
            return false;
    }
    return count <= CLAIM_REGIONS_MOST;
}

static bool counts_sound(const struct claims *claims)
{
    for (int class = 0; class < 4; class ++)
        if (claims->by_class[class] > CLAIM_RECORDS_MOST)
            return false;
    for (int code = 0; code < SIGNAL_CODE_COUNT; code++)
        if (claims->signals[code] > CLAIM_RECORDS_MOST)
            return false;
    return claims->records <= CLAIM_RECORDS_MOST && claims->disputes <= CLAIM_RECORDS_MOST &&
           regions_sound(claims->regions, claims->region_count) &&
           codes_sound(claims->works, claims->work_count, WORK_CODE_COUNT) &&
           codes_sound(claims->parts, claims->part_count, PART_CODE_COUNT);
}

static bool verdict_sound(const struct claims *claims)
{
    for (size_t i = 0; i < claims->reason_count; i++)
        if (claims->reasons[i] <= REASON_NONE || claims->reasons[i] >= REASON_COUNT)
            return false;
    return claims->verdict <= VERDICT_INCONSISTENT && claims->reason_count <= REASON_COUNT;
}

static bool readings_sound(const struct claims *claims)
{
    size_t count = claims->reading_count;

    for (size_t i = 0; i < count; i++) {
        const struct claim_reading *r = &claims->readings[i];

        if (!(i == count - 1 ? is_day(r->on) : is_month(r->on)) || r->km < 0 || r->km > CLAIM_KM_MOST)
            return false;
    }
    return count <= claims->readings_in_all && claims->readings_in_all <= CLAIM_READINGS_MOST;
}

bool claims_sound(const struct claims *claims)
{
    return issue_sound(claims) && vehicle_sound(claims) && counts_sound(claims) && verdict_sound(claims) &&
           readings_sound(claims);
}
