#include "commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/check.h"
#include "commands/options.h"
#include "commands/public_root.h"
#include "commands/qr_image.h"
#include "commands/verify_words.h"
#include "core/pdf_attachment.h"
#include "core/photo.h"
#include "core/utc_text.h"

enum { TRUST, ROOT, STATUS, AT, JSON };

/* 10 and the verdict's number; of a genuine one only where not all was checked. */
enum { FILE_MOST = 9 << 20, EXIT_VERDICTS = 10, MICROSECONDS = 1000000 };

/* clang-format off */
static const struct option_row rows[] = {
    [TRUST]  = {"trust", "FILE", "the issuer's trust list", "/etc/chedang/trust-list.json", 0, 0, false},
    [ROOT]   = {"root", "KEY", "the root's public key, which the trust list is held against: base64url, or the file that has\n"
                "                         what `chedang key root` printed (otherwise " PUBLIC_ROOT_FILE ", if it is there)",
                NULL, 0, 0, false},
    [STATUS] = {"status", "FILE", "the issuer's status list, which is good for a day", NULL, 0, 0, false},
    [AT]     = {"at", "TIME", "the moment to check for, as 2026-11-27T22:00:00Z (otherwise now)", NULL, 0, 0, false},
    [JSON]   = {"json", NULL, "one line of JSON instead of sentences", NULL, 0, 0, false},
};

static const struct command_form form = {
    "verify", "FILE [options]",
    "Says whether a maintenance certificate is genuine: of the PDF or the JSON file, of the text of the QR code, or\n"
    "of a picture of it (JPEG, PNG). FILE may be - for standard input. Nothing is asked of any server: the issuer's trust\n"
    "list and status list are files, which it publishes at /certificates/trust-list.json and /certificates/status.\n"
    "Ends with 0 only for a certificate that is genuine and checked in full: by a trust list that the root has signed,\n"
    "and a status list, neither of them out of date. 10: the signature is genuine, but not all was checked, and the first\n"
    "line says what. 11 altered, 12 unknown key, 13 expired, 14 superseded, 15 withdrawn, 17 unreadable, 18 cannot be\n"
    "confirmed (the key was given up later, and no log proves that it was made before); 1 when a list cannot be used.",
    "chedang verify certificate.json --trust trust-list.json --root root.pub --status status.json",
    rows, sizeof(rows) / sizeof(rows[0]), 1, 1,
};
/* clang-format on */

struct verifying {
    h2o_mem_pool_t pool;
    const struct options *options;
    struct trust_list trust;
    struct status_list status;
    bool has_status;
    struct verify_reach reach;
};

/* All of a file of at most FILE_MOST bytes and one more, by which a larger one is known; base is NULL after a
 * sentence. */
static h2o_iovec_t read_file(h2o_mem_pool_t *pool, const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    char *bytes = h2o_mem_alloc_pool(pool, FILE_MOST + 1);
    size_t length = 0;
    bool good = file != NULL;

    if (good) {
        length = fread(bytes, 1, FILE_MOST + 1, file);
        good = ferror(file) == 0;
    }
    if (!good)
        fprintf(stderr, "chedang verify: %s: %s.\n", path, strerror(errno));
    if (file != NULL && file != stdin)
        fclose(file);
    return good ? h2o_iovec_init(bytes, length) : (h2o_iovec_t){NULL, 0};
}

static const char *const trust_faults[] = {
    [TRUST_READ] = NULL,
    [TRUST_UNREADABLE] = "is no trust list",
    [TRUST_OTHER_ROOT] = "is signed by another root than the one named",
    [TRUST_FORGED] = "was not signed by the root: do not use it",
};

static bool load_trust(struct verifying *v)
{
    const char *path = v->options->text[TRUST];
    uint8_t root[PUBLIC_KEY_BYTES];
    enum public_root found = public_root_read("verify", v->options->text[ROOT], root);
    h2o_iovec_t bytes;
    enum trust_reading reading;

    if (found == ROOT_UNUSABLE)
        return false;
    bytes = read_file(&v->pool, path);
    if (bytes.base == NULL)
        return false;
    reading = trust_list_read(&v->pool, bytes.base, bytes.len, found == ROOT_NONE ? NULL : root, &v->trust);
    if (reading != TRUST_READ)
        fprintf(stderr, "chedang verify: %s %s.\n", path, trust_faults[reading]);
    v->reach.root_checked = found == ROOT_FOUND;
    v->reach.trust_at = v->trust.issued_at;
    v->reach.trust_due = v->reach.now > v->trust.next_update;
    return reading == TRUST_READ;
}

/* A list that is not the issuer's says nothing; that is said, and the certificate is checked without it. */
static bool load_status(struct verifying *v)
{
    const char *path = v->options->text[STATUS];
    struct proof proof;
    h2o_iovec_t bytes;

    if (path == NULL)
        return true;
    bytes = read_file(&v->pool, path);
    if (bytes.base == NULL)
        return false;
    if (!status_list_read(&v->pool, bytes.base, bytes.len, &v->status, &proof))
        v->reach.status_fault = "the file is no status list.";
    else if (!check_status_list(&v->trust, &v->status, &proof))
        v->reach.status_fault = "the status list is not the issuer's.";
    else
        v->has_status = true;
    v->reach.status_due = v->has_status && v->reach.now > v->status.valid_until;
    return true;
}

static bool read_moment(struct verifying *v)
{
    const char *at = v->options->text[AT];

    v->reach.now = clock_wall() / MICROSECONDS;
    if (at == NULL || utc_parse(at, &v->reach.now))
        return true;
    fprintf(stderr, "chedang verify: --at is a moment like 2026-11-27T22:00:00Z.\n");
    return false;
}

static int is_certificates_code(const char *text, size_t length)
{
    static const char scheme[] = "https://";

    return length > strlen(scheme) && strncasecmp(text, scheme, strlen(scheme)) == 0 &&
           memmem(text, length, "/C#", 3) != NULL;
}

static const char *const picture_faults[] = {
    [QR_FOUND] = NULL,
    [QR_NOTHING] =
        "There is no certificate's code in the picture that can be read. Try a sharper or larger one.",
    [QR_NO_READER] = "Pictures cannot be read here: libzbar is not installed (Debian: libzbar0).",
    [QR_NO_PICTURE] = "The picture is damaged, or larger than is read here.",
};

static const char *const document_faults[] = {
    [PDF_ATTACHED] = NULL,
    [PDF_NOTHING] =
        "No certificate is attached to the PDF. Check a picture of the code that is printed on it.",
    [PDF_SEVERAL] = "Files are attached to the PDF that differ: somebody has changed it.",
    [PDF_TOO_LARGE] = "The PDF is larger than any certificate.",
    [PDF_UNREADABLE] = "What is attached to the PDF is damaged.",
};

/* The attached file instead of the PDF: what is printed proves nothing. */
static h2o_iovec_t file_in(struct verifying *v, h2o_iovec_t pdf)
{
    h2o_iovec_t file = {"", 0};
    char *bytes;
    size_t length;
    enum pdf_found found = pdf_attached(pdf.base, pdf.len, &bytes, &length);

    v->reach.input_fault = document_faults[found];
    if (found == PDF_ATTACHED) {
        file = h2o_strdup(&v->pool, bytes, length);
        free(bytes);
    }
    return file;
}

/* What is checked of a PDF or a picture. */
static h2o_iovec_t text_in(struct verifying *v, h2o_iovec_t bytes)
{
    char *text;

    if (bytes.len >= 5 && memcmp(bytes.base, "%PDF-", 5) == 0)
        return file_in(v, bytes);
    if (photo_glance(bytes.base, bytes.len) != PHOTO_FINE)
        return bytes;
    text = h2o_mem_alloc_pool(&v->pool, QR_TEXT_MOST);
    text[0] = '\0';
    photo_init();
    v->reach.input_fault = picture_faults[qr_read(bytes.base, bytes.len, is_certificates_code, text)];
    return h2o_iovec_init(text, strlen(text));
}

static int verify(struct verifying *v)
{
    struct check_means means = {.trust = &v->trust};
    struct check check;
    h2o_iovec_t bytes;

    if (!read_moment(v) || !load_trust(v) || !load_status(v))
        return EXIT_FAILED;
    bytes = read_file(&v->pool, v->options->operands[0]);
    if (bytes.base == NULL)
        return EXIT_FAILED;
    bytes = text_in(v, bytes);
    means.now = v->reach.now;
    means.status = v->has_status ? &v->status : NULL;
    check_certificate(&v->pool, bytes.base, bytes.len, &means, &check);
    if (v->options->text[JSON] != NULL)
        verify_say_json(&check, &v->reach);
    else
        verify_say(&check, &v->reach);
    if (fflush(stdout) != 0)
        return EXIT_FAILED;
    return verify_in_full(&check, &v->reach) ? EXIT_DONE : EXIT_VERDICTS + (int)check.verdict;
}

int command_verify(int argc, char **argv)
{
    struct options options;
    struct verifying v = {.options = &options};
    int exit_code;

    if (!options_read(&form, argc, argv, &options, &exit_code))
        return exit_code;
    h2o_mem_init_pool(&v.pool);
    exit_code = verify(&v);
    h2o_mem_clear_pool(&v.pool);
    return exit_code;
}
