/* verify_test - `chedang verify` on files: its words, its exit codes, and what it does without a list */
#include "certificate_world.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gd.h>
#include <jansson.h>
#include <qrencode.h>
#include <sodium.h>

#include "certificate/credential.h"
#include "certificate/paper_code.h"
#include "certificate/status_list.h"
#include "commands/command.h"
#include "core/utc_text.h"

enum { ROOT = 90, ARGUMENTS_MOST = 12, SAID_MOST = 16384, PATH_TEXT = 256 };

static char folder[] = "/tmp/chedang-verify-XXXXXX";
static h2o_mem_pool_t pool;
static struct claims claims;
static h2o_iovec_t paper;
static char said[SAID_MOST];

static const char *path_of(const char *name)
{
    static char paths[4][PATH_TEXT];
    static unsigned next;
    char *path = paths[next++ % 4];

    snprintf(path, PATH_TEXT, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const void *bytes, size_t length)
{
    FILE *file = fopen(path_of(name), "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    fclose(file);
}

/* The command in a process of its own; what it says is in `said`. NULL ends the arguments. */
static int run(const char *first, ...)
{
    char *argv[ARGUMENTS_MOST] = {(char *)"verify"};
    int argc = 1, status, ends[2];
    va_list rest;
    size_t length = 0;
    ssize_t got;

    va_start(rest, first);
    for (const char *each = first; each != NULL; each = va_arg(rest, const char *))
        argv[argc++] = (char *)(uintptr_t)each;
    va_end(rest);
    fflush(NULL);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDOUT_FILENO);
        dup2(ends[1], STDERR_FILENO);
        close(ends[0]);
        status = command_verify(argc, argv);
        fflush(NULL);
        _exit(status);
    }
    close(ends[1]);
    while ((got = read(ends[0], said + length, SAID_MOST - 1 - length)) > 0)
        length += (size_t)got;
    said[length] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

static void assert_said(const char *words)
{
    if (strstr(said, words) == NULL)
        fail_msg("\"%s\" is not in: %s", words, said);
}

static void write_status(const char *name, enum certificate_status status, unsigned key)
{
    uint8_t *bits = calloc(STATUS_ENTRIES_LEAST / STATUS_PER_BYTE, 1), seed[SEED_BYTES];
    struct status_list list = {ISSUER, ISSUED_AT + 600, ISSUED_AT + 86400, bits, STATUS_ENTRIES_LEAST};
    h2o_iovec_t bytes;

    make_seed(key, seed);
    status_put(bits, claims.status_index, status);
    assert_true(status_list_make(&pool, &list, seed, &bytes));
    write_file(name, bytes.base, bytes.len);
    free(bits);
}

/* Due again after so many days; the key of the certificates is ended from a moment on, or 0. */
static void write_trust(const char *name, int days, int64_t ended)
{
    struct trust_list trust = make_trust(&pool, ISSUER, 2);
    struct trusted_key keys[2] = {trust.keys[0], trust.keys[1]};
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t bytes;

    keys[0].ended_from = ended;
    trust.keys = keys;
    trust.next_update = trust.issued_at + (int64_t)days * 86400;
    make_seed(ROOT, seed);
    assert_true(trust_list_make(&pool, &trust, seed, &bytes));
    write_file(name, bytes.base, bytes.len);
}

static int make_files(void **unused)
{
    char root_line[80];
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t bytes;

    (void)unused;
    h2o_mem_init_pool(&pool);
    assert_non_null(mkdtemp(folder));
    make_claims(&pool, (struct kind_of_history){80, 9}, 1, ISSUER, &claims);
    make_seed(0, seed);
    assert_true(credential_make(&pool, &claims, seed, &bytes));
    write_file("good.json", bytes.base, bytes.len);
    *(strstr(bytes.base, "LSVAA") + 3) = 'B';
    write_file("altered.json", bytes.base, bytes.len);
    assert_true(paper_code_make(&pool, &claims, seed, NULL, &paper));
    write_file("code.txt", paper.base, paper.len);
    make_seed(8, seed);
    assert_true(credential_make(&pool, &claims, seed, &bytes));
    write_file("stranger.json", bytes.base, bytes.len);
    write_trust("trust.json", 30, 0);
    write_trust("due.json", 1, 0);
    write_trust("ended.json", 30, ISSUED_AT + 60);
    make_key(ROOT, seed);
    memcpy(root_line, "root=", 5);
    sodium_bin2base64(root_line + 5, sizeof(root_line) - 5, seed, sizeof(seed),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    strcat(root_line, "\nkid=x\n");
    write_file("root.pub", root_line, strlen(root_line));
    write_file("nothing.txt", "hello", 5);
    write_status("superseded.json", STATUS_SUPERSEDED, 1);
    write_status("withdrawn.json", STATUS_WITHDRAWN, 1);
    write_status("valid.json", STATUS_VALID, 1);
    write_status("forged.json", STATUS_VALID, 8);
    return 0;
}

static int clear_files(void **unused)
{
    char command[PATH_TEXT];

    (void)unused;
    h2o_mem_clear_pool(&pool);
    snprintf(command, sizeof(command), "rm -r %s", folder);
    return system(command);
}

/* An hour after it was issued. */
static const char *soon(void)
{
    static char text[UTC_TEXT];

    return utc_text(ISSUED_AT + 3600, text);
}

static int verify(const char *file, const char *status)
{
    if (status == NULL)
        return run(path_of(file), "--trust", path_of("trust.json"), "--root", path_of("root.pub"), "--at",
                   soon(), NULL);
    return run(path_of(file), "--trust", path_of("trust.json"), "--root", path_of("root.pub"), "--at", soon(),
               "--status", path_of(status), NULL);
}

/* At some other time. */
static int verify_at(const char *moment, const char *trust, const char *status)
{
    return run(path_of("good.json"), "--trust", path_of(trust), "--root", path_of("root.pub"), "--at", moment,
               "--status", path_of(status), NULL);
}

static void each_verdict_has_its_words_and_its_code(void **unused)
{
    static const struct {
        const char *file, *status, *words;
        int code;
    } cases[] = {
        {"good.json",     "valid.json",      "Genuine: ",                                          0 },
        {"code.txt",      "valid.json",      "Status as of 2026",                                  0 },
        {"good.json",     NULL,              "Signature genuine, status not checked (no list).\n", 10},
        {"good.json",     "forged.json",     "not the issuer's",                                   10},
        {"good.json",     "nothing.txt",     "no status list",                                     10},
        {"altered.json",  NULL,              "Altered: ",                                          11},
        {"stranger.json", NULL,              "Signed by nobody ",                                  12},
        {"code.txt",      "superseded.json", "Superseded: ",                                       14},
        {"good.json",     "withdrawn.json",  "Withdrawn: ",                                        15},
        {"nothing.txt",   NULL,              "Unreadable: ",                                       17},
        {"trust.json",    NULL,              "Unreadable: ",                                       17},
    };

    (void)unused;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(verify(cases[i].file, cases[i].status), cases[i].code);
        assert_said(cases[i].words);
        if (strncmp(said, "Unreadable", 10) == 0 || strncmp(said, "Altered", 7) == 0)
            assert_null(strstr(said, "LSV"));
    }
}

static void the_answer_says_how_far_it_reaches(void **unused)
{
    char root[64];
    uint8_t key[PUBLIC_KEY_BYTES];

    (void)unused;
    assert_int_equal(verify("code.txt", NULL), 10);
    assert_said("Status not checked");
    assert_said("had no room");
    make_key(ROOT, key);
    sodium_bin2base64(root, sizeof(root), key, sizeof(key), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("trust.json"), "--root", root, "--at",
                         soon(), "--status", path_of("valid.json"), NULL),
                     0);
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("trust.json"), "--at", soon(), "--status",
                         path_of("valid.json"), NULL),
                     10);
    assert_said("Signature genuine, keys not checked (no root key).\n");
    assert_int_equal(verify_at("2026-11-26T00:00:00Z", "trust.json", "valid.json"), 10);
    assert_said("Signature genuine, status not checked (list of 2026-11-24T06:10:00Z is out of date).\n");
    assert_int_equal(verify_at("2026-11-25T04:00:00Z", "due.json", "valid.json"), 10);
    assert_said("Signature genuine, keys not checked (list of 2026-11-23T06:00:00Z is out of date).\n");
    assert_int_equal(verify_at("2026-11-01T00:00:00Z", "trust.json", "valid.json"), 10);
    assert_said("Signature genuine, dates not checked (the clock).\n");
    assert_said("the clock here is wrong");
    assert_int_equal(verify_at("2027-06-01T00:00:00Z", "trust.json", "valid.json"), 13);
    assert_said("Expired: ");
}

static void of_an_ended_key_nothing_is_confirmed_without_the_log(void **unused)
{
    (void)unused;
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("ended.json"), "--root",
                         path_of("root.pub"), "--at", soon(), "--status", path_of("valid.json"), NULL),
                     18);
    assert_said("Cannot be confirmed: ");
    assert_said("Ask for the JSON file anew");
    assert_null(strstr(said, "LSV"));
}

static void lists_that_cannot_be_used_end_it(void **unused)
{
    char root[64];
    uint8_t key[PUBLIC_KEY_BYTES];

    (void)unused;
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("nowhere"), NULL), 1);
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("good.json"), NULL), 1);
    assert_said("is no trust list");
    assert_int_equal(run(path_of("nowhere"), "--trust", path_of("trust.json"), NULL), 1);
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("trust.json"), "--root", "abc", NULL), 1);
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("trust.json"), "--at", "noon", NULL), 1);
    make_key(1, key);
    sodium_bin2base64(root, sizeof(root), key, sizeof(key), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("trust.json"), "--root", root, NULL), 1);
    assert_said("another root");
}

static void programs_get_one_line_of_json(void **unused)
{
    json_t *answer;

    (void)unused;
    assert_int_equal(run(path_of("good.json"), "--trust", path_of("trust.json"), "--at", soon(), "--status",
                         path_of("superseded.json"), "--json", NULL),
                     14);
    answer = json_loads(said, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(answer, "verdict")), "superseded");
    assert_string_equal(json_string_value(json_object_get(answer, "status")), "superseded");
    assert_string_equal(json_string_value(json_object_get(json_object_get(answer, "claims"), "vin")),
                        claims.vin);
    assert_true(json_is_false(json_object_get(answer, "root_checked")));
    assert_true(json_is_false(json_object_get(answer, "in_full")));
    json_decref(answer);
    assert_int_equal(
        run(path_of("code.txt"), "--trust", path_of("trust.json"), "--at", soon(), "--json", NULL), 10);
    answer = json_loads(said, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(answer, "verdict")), "genuine");
    assert_true(json_is_false(json_object_get(answer, "in_full")));
    assert_null(
        json_object_get(json_object_get(answer, "claims"), "parts")); /* had no room, and may be many */
    json_decref(answer);
    assert_int_equal(run(path_of("altered.json"), "--trust", path_of("trust.json"), "--json", NULL), 11);
    answer = json_loads(said, 0, NULL);
    assert_string_equal(json_string_value(json_object_get(answer, "cause")), "signature");
    assert_null(json_object_get(answer, "claims"));
    json_decref(answer);
}

/* As a screen shows it: six pixels for a module. */
static void write_picture(const char *name)
{
    enum { MODULE = 6, QUIET = 4 };
    QRcode *code = QRcode_encodeString(paper.base, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    int side = (code->width + 2 * QUIET) * MODULE;
    gdImagePtr image = gdImageCreateTrueColor(side, side);
    FILE *file = fopen(path_of(name), "wb");

    gdImageFilledRectangle(image, 0, 0, side, side, 0xffffff);
    for (int y = 0; y < code->width; y++)
        for (int x = 0; x < code->width; x++)
            if (code->data[y * code->width + x] & 1)
                gdImageFilledRectangle(image, (x + QUIET) * MODULE, (y + QUIET) * MODULE,
                                       (x + QUIET + 1) * MODULE - 1, (y + QUIET + 1) * MODULE - 1, 0);
    gdImagePng(image, file);
    fclose(file);
    gdImageDestroy(image);
    QRcode_free(code);
}

static void a_picture_of_the_code_is_read_where_there_is_a_reader(void **unused)
{
    bool reader = dlopen("libzbar.so.0", RTLD_LAZY) != NULL;

    (void)unused;
    write_picture("code.png");
    assert_int_equal(verify("code.png", "valid.json"), reader ? 0 : 17);
    assert_said(reader ? "Genuine: " : "libzbar is not installed");
    write_file("cut.png", "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x10\x08\0\0\0\0\0\0\0\0", 33);
    assert_int_equal(verify("cut.png", NULL), 17);
    assert_said("damaged");
}

/* With as many files attached, or none. */
static void write_pdf(const char *name, const char *const *files, size_t count)
{
    FILE *file = fopen(path_of(name), "wb");

    fprintf(file, "%%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n");
    for (size_t i = 0; i < count; i++) {
        FILE *attached = fopen(path_of(files[i]), "rb");
        char bytes[SAID_MOST];
        size_t length = fread(bytes, 1, sizeof(bytes), attached);

        fprintf(file,
                "%zu 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length %zu >>\nstream\n",
                i + 2, length);
        fwrite(bytes, 1, length, file);
        fprintf(file, "\nendstream\nendobj\n");
        fclose(attached);
    }
    fprintf(file, "%%%%EOF\n");
    fclose(file);
}

static void of_a_pdf_the_attached_file_is_checked(void **unused)
{
    static const char *const files[] = {"good.json", "altered.json"};

    (void)unused;
    write_pdf("good.pdf", files, 1);
    assert_int_equal(verify("good.pdf", "valid.json"), 0);
    assert_said("Genuine: ");
    write_pdf("altered.pdf", files + 1, 1);
    assert_int_equal(verify("altered.pdf", NULL), 11);
    write_pdf("two.pdf", files, 2);
    assert_int_equal(verify("two.pdf", NULL), 17);
    assert_said("differ");
    write_pdf("none.pdf", NULL, 0);
    assert_int_equal(verify("none.pdf", NULL), 17);
    assert_said("No certificate is attached");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_verdict_has_its_words_and_its_code),
        cmocka_unit_test(the_answer_says_how_far_it_reaches),
        cmocka_unit_test(of_an_ended_key_nothing_is_confirmed_without_the_log),
        cmocka_unit_test(lists_that_cannot_be_used_end_it),
        cmocka_unit_test(programs_get_one_line_of_json),
        cmocka_unit_test(of_a_pdf_the_attached_file_is_checked),
        cmocka_unit_test(a_picture_of_the_code_is_read_where_there_is_a_reader),
    };
    return cmocka_run_group_tests(tests, make_files, clear_files);
}
