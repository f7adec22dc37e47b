#include "testing.h"

#include <stdlib.h>

#include "commands/line_reader.h"

static struct line_reader reader;
static const char *text;
static size_t length;

static void open_on(const char *bytes, size_t count)
{
    FILE *file = tmpfile();

    fwrite(bytes, 1, count, file);
    rewind(file);
    assert_true(line_reader_open(&reader, file));
}

static void close_reader(void)
{
    FILE *file = reader.file;

    line_reader_close(&reader);
    fclose(file);
}

static void expect(const char *line)
{
    assert_true(line_reader_next(&reader, &text, &length));
    assert_int_equal(length, strlen(line));
    assert_memory_equal(text, line, length);
    assert_false(reader.too_long);
}

static void lines_come_one_by_one_with_their_numbers(void **unused)
{
    static const char bytes[] = "one\n\ntwo\r\nlast without an end";

    (void)unused;
    open_on(bytes, sizeof(bytes) - 1);
    expect("one");
    expect("");
    expect("two\r");
    assert_int_equal(reader.number, 3);
    expect("last without an end");
    assert_int_equal(reader.bytes, sizeof(bytes) - 1);
    assert_false(line_reader_next(&reader, &text, &length));
    assert_int_equal(reader.number, 4);
    close_reader();
}

static void an_empty_file_has_no_line(void **unused)
{
    (void)unused;
    open_on("", 0);
    assert_false(line_reader_next(&reader, &text, &length));
    assert_false(reader.broken);
    close_reader();
}

/* Lines of one byte below, at and above the bound, and one of several buffers, each between two short ones.
 */
static void a_long_line_is_cut_and_its_neighbours_are_whole(void **unused)
{
    static const size_t lengths[] = {LINE_LONGEST - 1, LINE_LONGEST, LINE_LONGEST + 1, 5 * LINE_LONGEST + 7};

    (void)unused;
    for (size_t i = 0; i < COUNT(lengths); i++)
        for (int ended = 0; ended < 2; ended++) {
            char *bytes = malloc(lengths[i] + 32);

            memcpy(bytes, "before\n", 7);
            memset(bytes + 7, 'x', lengths[i]);
            memcpy(bytes + 7 + lengths[i], "\nafter\n", 7);
            open_on(bytes, 7 + lengths[i] + (ended ? 7 : 0));
            expect("before");
            assert_true(line_reader_next(&reader, &text, &length));
            assert_int_equal(reader.too_long, lengths[i] > LINE_LONGEST);
            assert_true(reader.too_long || length == lengths[i]);
            if (ended)
                expect("after");
            assert_false(line_reader_next(&reader, &text, &length));
            assert_int_equal(reader.number, ended ? 3 : 2);
            assert_int_equal(reader.bytes, 7 + lengths[i] + (ended ? 7 : 0));
            close_reader();
            free(bytes);
        }
}

static void a_zero_is_a_byte_like_any_other(void **unused)
{
    (void)unused;
    open_on("a\0b\nc", 5);
    assert_true(line_reader_next(&reader, &text, &length));
    assert_int_equal(length, 3);
    expect("c");
    close_reader();
}

/* The digest of what was given out, wherever the buffer's borders are. */
static void its_position_is_that_of_the_bytes_up_to_there(void **unused)
{
    static const char bytes[] = "one\n\ntwo\r\nthree";
    uint8_t digest[LINE_DIGEST], again[LINE_DIGEST], expected[LINE_DIGEST];
    uint64_t at, number, at_again;

    (void)unused;
    open_on(bytes, strlen(bytes));
    expect("one");
    expect("");
    line_reader_position(&reader, &at, &number, digest);
    crypto_generichash(expected, LINE_DIGEST, (const uint8_t *)bytes, 5, NULL, 0);
    assert_true(at == 5 && number == 2);
    assert_memory_equal(digest, expected, LINE_DIGEST);
    expect("two\r");
    expect("three");
    line_reader_position(&reader, &at_again, &number, again);
    crypto_generichash(expected, LINE_DIGEST, (const uint8_t *)bytes, strlen(bytes), NULL, 0);
    assert_true(at_again == strlen(bytes) && number == 4);
    assert_memory_equal(again, expected, LINE_DIGEST);
    assert_true(line_reader_rewind(&reader));
    expect("one");
    expect("");
    line_reader_position(&reader, &at_again, &number, again);
    assert_true(at_again == at && number == 2);
    assert_memory_equal(again, digest, LINE_DIGEST);
    close_reader();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_come_one_by_one_with_their_numbers),
        cmocka_unit_test(an_empty_file_has_no_line),
        cmocka_unit_test(a_long_line_is_cut_and_its_neighbours_are_whole),
        cmocka_unit_test(a_zero_is_a_byte_like_any_other),
        cmocka_unit_test(its_position_is_that_of_the_bytes_up_to_there),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
