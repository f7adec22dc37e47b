/*
 * findings - what the rules find in histories that are written down one a line
 *
 * Visits oldest first, separated by ";", each day|minute|workshop|region|km|works|fuel|plate|elsewhere; one
 * line of answer for each: code:visit, where visits are counted from 0.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "history/record.h"
#include "history/rules.h"

enum { MOST_VISITS = 400, MOST_LINE = 100000 };

static void read_visit(char *text, struct record *r)
{
    const char *day = strsep(&text, "|"), *minute = strsep(&text, "|"), *workshop = strsep(&text, "|"),
               *region = strsep(&text, "|"), *km = strsep(&text, "|"), *works = strsep(&text, "|"),
               *fuel = strsep(&text, "|"), *plate = strsep(&text, "|");

    *r = (struct record){
        .brought_minute = atoi(minute),
        .odometer_km = atol(km),
        .workshop = {.id = atol(workshop), .region = region},
        .works_coded = codes_parse(CODES_OF_WORK, works),
        .fuel = fuel[0],
        .plate_elsewhere = text[0] == '1'
    };
    if (!date_parse(&r->brought_on, day, strlen(day)))
        exit(2);
    r->settled_on = r->arrived_on = r->brought_on;
    strncpy((char *)r->plate_index.bytes, plate, sizeof(r->plate_index.bytes));
}

static void examine(char *line)
{
    static struct record records[MOST_VISITS];
    static struct found found[RULES_MOST];
    const struct thresholds thresholds = thresholds_default();
    struct history history = {.records = &records[MOST_VISITS]};

    for (char *visit; (visit = strsep(&line, ";")) != NULL && history.count < MOST_VISITS;) {
        history.count++;
        read_visit(visit, &records[MOST_VISITS - history.count]);
        history.records--;
    }
    size_t count = rules_examine(&history, &thresholds, found);
    for (size_t i = 0; i < count; i++)
        printf("%s%s:%zu", i == 0 ? "" : " ", finding_code(found[i].finding),
               history.count - 1 - found[i].record);
    putchar('\n');
}

int main(void)
{
    static char line[MOST_LINE];

    while (fgets(line, sizeof(line), stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        examine(line);
    }
    return 0;
}
