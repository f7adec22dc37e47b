#include "testing.h"

#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "http/members.h"

enum { VIN, PURPOSE, MEMBERS };

static void fresh(struct member members[MEMBERS])
{
    members[VIN] = (struct member){.name = "vin"};
    members[PURPOSE] = (struct member){.name = "purpose"};
}

static const struct {
    const char *text;
    bool read;                 /* without a parser */
    const char *vin, *purpose; /* NULL: absent */
} bodies[] = {
    {"{\"vin\":\"A\",\"purpose\":\"b\"}",               true,  "A",  "b" },
    {" {\r\n\t\"purpose\" : \"b\" , \"vin\":\"\" } \n", true,  "",   "b" },
    {"{\"vin\":\"A\"}",                                 true,  "A",  NULL},
    {"{}",                                              false, NULL, NULL},
    {"",                                                false, NULL, NULL},
    {"{\"vin\":\"A\"",                                  false, NULL, NULL},
    {"{\"vin\":\"A\"}}",                                false, NULL, NULL},
    {"{\"vin\":\"A\",}",                                false, NULL, NULL},
    {"{,\"vin\":\"A\"}",                                false, NULL, NULL},
    {"{\"vin\" \"A\"}",                                 false, NULL, NULL},
    {"{\"vin\":\"A\" \"purpose\":\"b\"}",               false, NULL, NULL},
    {"{\"vin\":\"A\",\"vin\":\"A\"}",                   false, NULL, NULL},
    {"{\"vin\":\"A\",\"colour\":\"red\"}",              false, NULL, NULL},
    {"{\"vin\":1}",                                     false, NULL, NULL},
    {"{\"vin\":null}",                                  false, NULL, NULL},
    {"{\"vin\":\"\\u0041\"}",                           false, NULL, NULL},
    {"{\"vin\":\"\xe6\xb2\xaa\"}",                      false, NULL, NULL},
    {"{\"vin\":\"A\tB\"}",                              false, NULL, NULL},
    {"[\"vin\"]",                                       false, NULL, NULL},
};

static bool is(const struct member *m, const char *text)
{
    if (text == NULL)
        return m->kind == MEMBER_ABSENT;
    return m->kind == MEMBER_TEXT && m->text.len == strlen(text) &&
           memcmp(m->text.base, text, m->text.len) == 0;
}

static void plain_documents_are_read_without_a_parser(void **unused)
{
    struct member members[MEMBERS];

    (void)unused;
    for (size_t i = 0; i < COUNT(bodies); i++) {
        fresh(members);
        bool read = members_scan(h2o_iovec_init(bodies[i].text, strlen(bodies[i].text)), members, MEMBERS);
        if (read != bodies[i].read ||
            (read && (!is(&members[VIN], bodies[i].vin) || !is(&members[PURPOSE], bodies[i].purpose))))
            fail_msg("row %zu: %s", i, bodies[i].text);
    }
}

/* Whatever is read without the parser, the parser reads in the same way. */
static void both_ways_give_the_same(void **unused)
{
    static const char *const pieces[] = {"{",
                                         "}",
                                         "\"",
                                         ":",
                                         ",",
                                         "vin",
                                         "purpose",
                                         "A",
                                         " ",
                                         "\\",
                                         "1",
                                         "\"vin\"",
                                         "\"purpose\"",
                                         "\"A\"",
                                         "\"vin\":\"A\"",
                                         "null",
                                         "\xc3\xa9",
                                         "[",
                                         "]",
                                         "\n",
                                         "{\"vin\":\"A\"",
                                         ",\"purpose\":\"b\"}"};
    struct member members[MEMBERS];
    unsigned read = 0;
    char text[256];

    (void)unused;
    srand(7);
    for (int i = 0; i < 300000; i++) {
        size_t length = 0;

        for (int part = rand() % 9; part >= 0; part--)
            length += (size_t)sprintf(text + length, "%s", pieces[(size_t)rand() % COUNT(pieces)]);
        fresh(members);
        if (!members_scan(h2o_iovec_init(text, length), members, MEMBERS))
            continue;
        json_t *parsed = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
        if (parsed == NULL || !json_is_object(parsed) ||
            !is(&members[VIN], json_string_value(json_object_get(parsed, "vin"))) ||
            !is(&members[PURPOSE], json_string_value(json_object_get(parsed, "purpose"))))
            fail_msg("%s", text);
        json_decref(parsed);
        read++;
    }
    assert_in_range(read, 100, 300000); /* else nothing was compared */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_documents_are_read_without_a_parser),
        cmocka_unit_test(both_ways_give_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
