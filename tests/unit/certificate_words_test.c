#include "testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>

#include "history/verdict.h"
#include "render/certificate_words.h"

static char home[] = "/tmp/chedang-words-XXXXXX";

static const char *real_home(void)
{
    const char *named = getenv("CHEDANG_HOME");

    return named == NULL ? "." : named;
}

static json_t *real(const char *language)
{
    char path[512];
    json_t *words;

    snprintf(path, sizeof(path), "%s/templates/certificate.%s.json", real_home(), language);
    words = json_load_file(path, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(words);
    return words;
}

/* The names in braces, in the order of the alphabet, so that other languages may turn a sentence round. */
static void names_of(const char *text, char names[256])
{
    static const char *const known[] = {"{address}", "{all}",   "{count}", "{date}",
                                        "{page}",    "{pages}", "{shown}"};
    size_t braces = 0, found = 0;

    *names = '\0';
    for (const char *at = text; *at != '\0'; at++)
        braces += *at == '{';
    for (size_t i = 0; i < COUNT(known); i++)
        if (strstr(text, known[i]) != NULL) {
            strcat(names, known[i]);
            found++;
        }
    assert_int_equal(braces, found);
}

static void all_languages_fill_in_the_same(void **unused)
{
    json_t *chinese = real("zh"), *entries, *text;
    const char *group, *code;

    (void)unused;
    for (unsigned i = CERTIFICATE_EN; i < CERTIFICATE_LANGUAGES; i++) {
        json_t *other = real(certificate_language_code((enum certificate_language)i));

        json_object_foreach(chinese, group, entries) json_object_foreach(entries, code, text)
        {
            char names[256], others[256];

            names_of(json_string_value(text), names);
            names_of(json_string_value(json_object_get(json_object_get(other, group), code)), others);
            if (strcmp(names, others) != 0)
                fail_msg("%u %s.%s: %s and %s", i, group, code, names, others);
        }
        json_decref(other);
    }
    json_decref(chinese);
}

static void the_words_are_complete(void **unused)
{
    char complaint[512] = "";
    struct certificate_words *words = certificate_words_load(real_home(), complaint, sizeof(complaint));

    (void)unused;
    if (words == NULL)
        fail_msg("%s", complaint);
    assert_string_equal(certificate_word(words, CERTIFICATE_RU, "region", "11"), "Пекин");
    assert_null(certificate_word(words, CERTIFICATE_RU, "region", "99"));
    assert_int_equal(certificate_language("kk"), CERTIFICATE_KK);
    assert_int_equal(certificate_language("de"), CERTIFICATE_LANGUAGES);
    certificate_words_destroy(words);
    certificate_words_destroy(NULL);
}

static void put(const char *language, json_t *words)
{
    char path[128];

    snprintf(path, sizeof(path), "%s/templates/certificate.%s.json", home, language);
    assert_int_equal(json_dump_file(words, path, 0), 0);
}

/* With one word changed in one language (NULL takes it out), everything else as it is. */
static bool loads_with(const char *language, const char *group, const char *code, const char *word,
                       char complaint[512])
{
    struct certificate_words *loaded;

    for (unsigned i = 0; i < CERTIFICATE_LANGUAGES; i++) {
        const char *one = certificate_language_code((enum certificate_language)i);
        json_t *words = real(one);

        if (strcmp(language, "*") == 0 || strcmp(one, language) == 0) {
            if (word == NULL)
                json_object_del(json_object_get(words, group), code);
            else
                json_object_set_new(json_object_get(words, group), code, json_string(word));
        }
        put(one, words);
        json_decref(words);
    }
    loaded = certificate_words_load(home, complaint, 512);
    certificate_words_destroy(loaded);
    return loaded != NULL;
}

static void what_lacks_words_stops_the_start(void **unused)
{
    char complaint[512];

    (void)unused;
    assert_true(loads_with("ru", "label", "make", "Марка", complaint));
    assert_false(loads_with("ru", "label", "make", NULL, complaint));
    assert_string_equal(complaint, "templates/certificate.ru.json has no words for label.make.");
    assert_false(loads_with("ar", "label", "make", "", complaint));
    assert_false(loads_with("fr", "label", "surplus", "x", complaint));
    assert_string_equal(complaint, "templates/certificate.zh.json has no words for label.surplus.");
    assert_false(loads_with("*", "work", "brakes", NULL, complaint));
    assert_false(loads_with("*", "reason", "copied_reading", NULL, complaint));
    assert_string_equal(complaint, "templates/certificate.zh.json has no words for reason.copied_reading.");
}

static const struct {
    const char *pattern, *filled;
} fillings[] = {
    {"",                  ""                 },
    {"plain",             "plain"            },
    {"{a}",               "one"              },
    {"{b} then {a}, {a}", "二 then one, one"},
    {"{none} {a",         " "                },
    {"{} {a}",            " one"             },
};

static void names_are_filled_in(void **unused)
{
    static const struct certificate_filling of[] = {
        {"a", "one"},
        {"b", "二"},
    };
    char filled[CERTIFICATE_FILLED], pattern[2000];

    (void)unused;
    for (size_t i = 0; i < COUNT(fillings); i++)
        assert_string_equal(certificate_fill(filled, fillings[i].pattern, of, 2), fillings[i].filled);
    *pattern = '\0';
    for (size_t i = 0; i < 400; i++)
        strcat(pattern, "{b}");
    /* 1,023 bytes hold 341 letters of three. */
    assert_int_equal(strlen(certificate_fill(filled, pattern, of, 2)), 1023);
    strcpy(pattern, "xx");
    for (size_t i = 0; i < 400; i++)
        strcat(pattern, "{b}");
    assert_int_equal(strlen(certificate_fill(filled, pattern, of, 2)), 2 + 340 * 3);
}

static int make_home(void **unused)
{
    char path[128];

    (void)unused;
    if (mkdtemp(home) == NULL)
        return -1;
    snprintf(path, sizeof(path), "%s/templates", home);
    return mkdir(path, 0700);
}

static int remove_home(void **unused)
{
    char path[128];

    (void)unused;
    for (unsigned i = 0; i < CERTIFICATE_LANGUAGES; i++) {
        snprintf(path, sizeof(path), "%s/templates/certificate.%s.json", home,
                 certificate_language_code((enum certificate_language)i));
        unlink(path);
    }
    snprintf(path, sizeof(path), "%s/templates", home);
    rmdir(path);
    return rmdir(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_words_are_complete),
        cmocka_unit_test(all_languages_fill_in_the_same),
        cmocka_unit_test(what_lacks_words_stops_the_start),
        cmocka_unit_test(names_are_filled_in),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
