#include "testing.h"

#include <pthread.h>
#include <stdlib.h>

#include <h2o.h>

#include "render/paper.h"

/* What the libraries keep for good, and an array that cairo 1.16 forgets with each document. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so.2\nleak:libfontconfig.so.1\n";
}

struct drawn {
    const struct paper *paper;
    char *bytes;
    size_t length;
};

static void *draw(void *argument)
{
    struct drawn *d = argument;

    d->bytes = paper_pdf(d->paper, &d->length);
    return NULL;
}

/* As it is drawn in the service: on a thread of its own. */
static struct drawn drawn(const struct paper *paper)
{
    struct drawn d = {paper, NULL, 0};
    pthread_t thread;

    assert_int_equal(pthread_create(&thread, NULL, draw, &d), 0);
    pthread_join(thread, NULL);
    assert_non_null(d.bytes);
    assert_true(d.length > 1000);
    assert_memory_equal(d.bytes, "%PDF-", 5);
    return d;
}

static size_t pages(const struct drawn *d)
{
    static const char mark[] = "/Type /Page %";
    size_t count = 0;

    for (size_t i = 0; i + sizeof(mark) <= d->length; i++)
        count += memcmp(d->bytes + i, mark, sizeof(mark) - 1) == 0;
    return count;
}

static void test_pages(void **state)
{
    static const size_t lines[] = {0, 1, 40, 400, PAPER_LINES_MOST + 5};
    size_t before = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        h2o_mem_pool_t pool;

        h2o_mem_init_pool(&pool);
        struct paper *paper = paper_new(&pool, "标题", "zh-CN", "以下从略");
        for (size_t line = 0; line < lines[i]; line++)
            paper_put(paper, (enum paper_style)(line % 5), "项目", "：", "更换机油 Oil change", NULL);
        struct drawn d = drawn(paper);
        assert_true(pages(&d) >= before && pages(&d) >= 1 && pages(&d) <= PAPER_PAGES_MOST + 1);
        before = pages(&d);
        free(d.bytes);
        h2o_mem_clear_pool(&pool);
    }
    assert_true(before > 100);
}

/* A single text that is longer than a page goes on on the next one. */
static void test_long_text(void **state)
{
    enum { LONG = 60000 };
    h2o_mem_pool_t pool;

    (void)state;
    h2o_mem_init_pool(&pool);
    char *text = h2o_mem_alloc_pool(&pool, LONG + 1);
    for (size_t i = 0; i < LONG; i++)
        text[i] = i % 7 == 6 ? ' ' : 'x';
    text[LONG] = '\0';
    struct paper *paper = paper_new(&pool, "T", "en", "more");
    paper_put(paper, PAPER_TEXT, text, NULL);
    struct drawn d = drawn(paper);
    assert_true(pages(&d) > 5);
    free(d.bytes);
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_pages), cmocka_unit_test(test_long_text)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
