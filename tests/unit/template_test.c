#include "testing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <h2o.h>

#include "render/template.h"

static char home[] = "/tmp/chedang-templates-XXXXXX";

static void put(const char *name, const char *text)
{
    char path[128];
    FILE *file;

    snprintf(path, sizeof(path), "%s/templates/%s", home, name);
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

#define STRINGS \
    "{\"page\": {\"title\": \"T\", \"hello\": \"Hello {{name}}\"}, \"words\": {\"purpose\": {\"a\": " \
    "\"A\"}}}"
#define MODELS \
    "{\"layout\": {\"chinese\": \"flag\"}," \
    " \"page\": {\"name\": \"text\", \"some\": \"flag\", \"list\": [{\"name\": \"text\"}]}}"
#define PAGE \
    "<p>{{t.page.hello}}</p>{{#some}}<b>{{name}}</b>{{/some}}{{#list}}<i " \
    "title=\"{{name}}\">{{name}}</i>{{/list}}"

static struct templates *load(const char *page, const char *models, const char *zh, const char *en,
                              char complaint[512])
{
    put("layout.html", "<title>{{t.@.title}}</title>{{>page}}");
    put("page.html", page);
    put("models.json", models);
    put("strings.zh.json", zh);
    put("strings.en.json", en);
    complaint[0] = '\0';
    return templates_load(home, complaint, 512);
}

/* What is refused at the start, before anybody sees it, and a word of the sentence. */
static const struct {
    const char *name, *page, *models, *zh, *en, *said;
} refusals[] = {
    {"a tag that does not end",        PAGE "{{name",             MODELS,                                               STRINGS,                          STRINGS, "does not end"     },
    {"a part that is not closed",      PAGE "{{#some}}",          MODELS,                                               STRINGS,                          STRINGS, "does not close"   },
    {"a part that was not opened",     PAGE "{{/some}}",          MODELS,                                               STRINGS,                          STRINGS, "out of turn"      },
    {"text unescaped",                 PAGE "{{{name}}}",         MODELS,                                               STRINGS,                          STRINGS, "not allowed"      },
    {"text unescaped by another sign", PAGE "{{&name}}",          MODELS,                                               STRINGS,                          STRINGS, "not allowed"      },
    {"other delimiters",               PAGE "{{=<% %>=}}",        MODELS,                                               STRINGS,                          STRINGS, "not allowed"      },
    {"an attribute without quotes",    PAGE "<a title={{name}}>", MODELS,                                               STRINGS,                          STRINGS, "without quotes"   },
    {"what the model does not list",   PAGE "{{phone}}",          MODELS,                                               STRINGS,                          STRINGS, "does not list"    },
    {"a flag shown as a text",         PAGE "{{some}}",           MODELS,                                               STRINGS,                          STRINGS, "is not a text"    },
    {"a string that is not there",     PAGE "{{t.page.bye}}",     MODELS,                                               STRINGS,                          STRINGS, "does not exist"   },
    {"a string nobody shows",          "<p></p>",                 MODELS,                                               STRINGS,                          STRINGS, "stands on no page"},
    {"a language that lacks one",      PAGE,                      MODELS,                                               "{\"page\": {\"title\": \"T\"}}", STRINGS, "is missing"       },
    {"strings that are no JSON",       PAGE,                      MODELS,                                               "{",                              STRINGS, "line 1"           },
    {"a model of no kind",             PAGE,                      "{\"layout\": {}, \"page\": {\"name\": \"number\"}}", STRINGS,                          STRINGS,
     "of no kind"                                                                                                                                                                     },
    {"no model",                       PAGE,                      "{\"layout\": {}, \"page\": ",                        STRINGS,                          STRINGS, "line 1"           },
};

static void a_wrong_template_stops_the_start_with_a_sentence(void **unused)
{
    char complaint[512];

    (void)unused;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct templates *t =
            load(refusals[i].page, refusals[i].models, refusals[i].zh, refusals[i].en, complaint);
        if (t != NULL || strstr(complaint, refusals[i].said) == NULL)
            fail_msg("%s: %s", refusals[i].name, t == NULL ? complaint : "loaded");
    }
}

static void what_is_shown_is_escaped(void **unused)
{
    char complaint[512];
    struct templates *t = load(PAGE, MODELS, STRINGS, STRINGS, complaint);
    json_t *model = json_pack("{s:s, s:b, s:[{s:s}, {}]}", "name", "<a href='x'>\"&{{some}}", "some", 1,
                              "list", "name", "2");
    h2o_mem_pool_t pool;
    h2o_iovec_t html;

    (void)unused;
    if (t == NULL)
        fail_msg("%s", complaint);
    h2o_mem_init_pool(&pool);
    html = templates_render(t, &pool, "page", "en", model);
    /* A list's item without a name shows none, not that of the page around it. */
    assert_string_equal(html.base,
                        "<title>T</title><p>Hello &lt;a href=&apos;x&apos;&gt;&quot;&amp;{{some}}</p>"
                        "<b>&lt;a href=&apos;x&apos;&gt;&quot;&amp;{{some}}</b>"
                        "<i title=\"2\">2</i><i title=\"\"></i>\n\n");
    assert_true(templates_conforms(t, "page", model, complaint, sizeof(complaint)));
    json_object_set_new(model, "phone", json_string("13912345678"));
    assert_false(templates_conforms(t, "page", model, complaint, sizeof(complaint)));
    assert_string_equal(templates_word(t, "zh", "purpose", "a"), "A");
    assert_null(templates_word(t, "zh", "purpose", "b"));
    json_decref(model);
    h2o_mem_clear_pool(&pool);
    templates_destroy(t);
}

static void another_threads_set_outlives_the_first(void **unused)
{
    char complaint[512];
    struct templates *first = load(PAGE, MODELS, STRINGS, STRINGS, complaint), *second;
    json_t *model = json_pack("{s:s}", "name", "N");
    h2o_mem_pool_t pool;

    (void)unused;
    if (first == NULL)
        fail_msg("%s", complaint);
    h2o_mem_init_pool(&pool);
    second = templates_share(first);
    templates_destroy(first);
    for (int i = 0; i < 2; i++)
        assert_string_equal(templates_render(second, &pool, "page", "zh", model).base,
                            "<title>T</title><p>Hello N</p>\n\n");
    assert_string_equal(templates_word(second, "en", "purpose", "a"), "A");
    json_decref(model);
    h2o_mem_clear_pool(&pool);
    templates_destroy(second);
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
    static const char *const names[] = {"/layout.html",     "/page.html",       "/models.json",
                                        "/strings.zh.json", "/strings.en.json", ""};
    char path[128];

    (void)unused;
    for (size_t i = 0; i < COUNT(names); i++) {
        snprintf(path, sizeof(path), "%s/templates%s", home, names[i]);
        remove(path);
    }
    return rmdir(home);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_template_stops_the_start_with_a_sentence),
        cmocka_unit_test(what_is_shown_is_escaped),
        cmocka_unit_test(another_threads_set_outlives_the_first),
    };
    return cmocka_run_group_tests(tests, make_home, remove_home);
}
