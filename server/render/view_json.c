#include "render/view_json.h"

#include <string.h>

void json_put_text(struct json_text *t, const char *name, const char *text)
{
    json_raw(t, name);
    json_string_put(t, text);
}

void json_put_number(struct json_text *t, const char *name, long number, long none)
{
    json_raw(t, name);
    if (number == none)
        json_raw(t, "null");
    else
        json_number_put(t, number);
}

void json_put_month(struct json_text *t, const char *name, struct date date)
{
    char text[DATE_TEXT];

    json_raw(t, name);
    if (date_known(date)) {
        date_text(date, text);
        text[strlen("yyyy-MM")] = '\0';
        json_string_put(t, text);
    } else {
        json_raw(t, "null");
    }
}

void json_put_codes(struct json_text *t, const char *name, enum code_list list, uint64_t set)
{
    const char *comma = "";

    json_raw(t, name);
    json_raw(t, "[");
    for (unsigned code = 0; set >> code != 0; code++)
        if (set & CODE_BIT(code)) {
            json_raw(t, comma);
            json_string_put(t, code_words(list, code)->code);
            comma = ",";
        }
    json_raw(t, "]");
}

void json_put_record(struct json_text *t, const struct view_record *r)
{
    json_put_month(t, "\"month\":", r->settled_on);
    json_put_text(t, ",\"province\":", r->region);
    json_put_number(t, ",\"workshop_class\":", r->workshop_class, 0);
    json_put_number(t, ",\"odometer_km\":", r->odometer_km < 0 ? -1 : r->odometer_km, -1);
    json_put_codes(t, ",\"works\":", CODES_OF_WORK, r->works_coded);
    json_put_codes(t, ",\"parts\":", CODES_OF_PARTS, r->parts_coded);
    json_put_codes(t, ",\"signals\":", CODES_OF_SIGNALS, r->signals);
    json_raw(t, r->disputed ? ",\"disputed\":true" : ",\"disputed\":false");
}
