#include "commands/demo_line.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/demo_day.h"

static bool make_room(struct line *line, size_t more)
{
    size_t room = line->room == 0 ? 65536 : line->room;

    while (room < line->length + more)
        room *= 2;
    if (room != line->room) {
        char *text = realloc(line->text, room);

        line->failed = line->failed || text == NULL;
        if (text == NULL)
            return false;
        line->text = text;
        line->room = room;
    }
    return true;
}

static void put_bytes(struct line *line, const char *text, size_t length)
{
    if (!make_room(line, length))
        return;
    memcpy(line->text + line->length, text, length);
    line->length += length;
}

void line_put(struct line *line, const char *text)
{
    put_bytes(line, text, strlen(text));
}

void line_quote(struct line *line, const char *text)
{
    char escape[8];

    line_put(line, "\"");
    for (size_t plain; *text != '\0'; text += plain) {
        for (plain = 0; (unsigned char)text[plain] >= ' ' && text[plain] != '"' && text[plain] != '\\';
             plain++)
            ;
        put_bytes(line, text, plain);
        if (text[plain] == '\0')
            break;
        snprintf(escape, sizeof(escape), "\\u%04x", (unsigned char)text[plain++]);
        line_put(line, escape);
    }
    line_put(line, "\"");
}

/* A member behind another; `key` is one of ours. */
static void put_text(struct line *line, const char *key, const char *value)
{
    line_put(line, line->text[line->length - 1] == '{' ? "\"" : ",\"");
    line_put(line, key);
    line_put(line, "\":");
    line_quote(line, value);
}

__attribute__((format(printf, 3, 4))) static void put_print(struct line *line, const char *key,
                                                            const char *format, ...)
{
    char value[64];
    va_list values;

    va_start(values, format);
    vsnprintf(value, sizeof(value), format, values);
    va_end(values);
    put_text(line, key, value);
}

void line_workshop(struct line *line, const struct demo_workshop *w, const char *password)
{
    line_put(line, "{\"workshop\":{");
    put_text(line, "companycode", w->code);
    put_text(line, "companyname", w->name);
    if (password != NULL)
        put_text(line, "companypassword", password);
    put_text(line, "companyroadtransportationlicense", w->licence_no);
    put_text(line, "companyunifiedsocialcreditidentifier", w->credit_code);
    put_text(line, "companyaddress", w->address);
    put_print(line, "companypostalcode", "%.3s000", w->place->division);
    put_text(line, "companyeconomiccategory", w->class == 3 ? "175" : "173");
    put_print(line, "companycategory", "%02d", w->class % 100);
    put_text(line, "companylinkmanname", w->contact);
    put_text(line, "companylinkmantel", w->telephone);
    put_text(line, "companysuperintendentname", w->contact);
    put_text(line, "companysuperintendenttel", w->telephone);
    put_text(line, "companybusinessscope",
             w->class == 1   ? "小型客车维修、大中型客车维修"
             : w->class == 2 ? "小型车辆维修"
                             : "综合小修、专项维修");
    put_text(line, "roadtransportationlicensestartdate", "20150101");
    put_text(line, "roadtransportationlicenseenddate", "99990909");
    put_text(line, "companyoperationstate", "1");
    put_text(line, "companyadministrativedivisioncode", w->place->division);
    put_print(line, "companyemail", "workshop%u@example.com", w->number);
    line_put(line, "}}\n");
}

void line_registry(struct line *line, const struct demo_vehicle *v)
{
    const struct tenure *now = &v->tenures[v->tenure_count - 1];
    char text[DATE_TEXT];
    size_t count;

    line_put(line, "{\"registry\":{");
    put_text(line, "vin", v->vin.text);
    put_text(line, "plate", now->plate);
    put_text(line, "engine_no", v->engine_no);
    put_text(line, "registration_no", v->registration_no);
    put_text(line, "holder", now->holder);
    put_text(line, "held_since", date_text(day_date(now->from), text));
    put_text(line, "first_registered", date_text(day_date(v->tenures[0].from), text));
    put_text(line, "region", places(&count)[now->place].division);
    line_put(line, "}}\n");
}
