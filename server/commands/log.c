#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "certificate/tree_head.h"
#include "certificate/trust.h"
#include "commands/command.h"
#include "commands/options.h"
#include "commands/public_root.h"
#include "core/canonical_json.h"

enum { HEAD, EARLIER, TRUST, ROOT };
enum { FILE_MOST = 1 << 20, ENTRIES_FILES_MOST = 100000 };

/* clang-format off */
static const struct option_row verify_rows[] = {
    [HEAD]    = {"head", "FILE", "a head of the log, as /certificates/log/head gave it", NULL, 0, 0, true},
    [EARLIER] = {"earlier", "FILE", "one that was kept from before", NULL, 0, 0, false},
    [TRUST]   = {"trust", "FILE", "the trust list", NULL, 0, 0, true},
    [ROOT]    = {"root", "KEY", "the root's public key, which the trust list is held against: base64url, or the file that has\n"
                 "                         what `chedang key root` printed (otherwise " PUBLIC_ROOT_FILE ")",
                 NULL, 0, 0, false},
};

static const struct command_form log_form = {
    "log", "verify", "The log of certificates, for whoever audits it: nothing is asked of the service or its database.",
    "chedang log verify --help", NULL, 0, 0, OPTIONS_MAX,
};
static const struct command_form verify_form = {
    "log verify", "[options] ENTRIES ...",
    "Checks that a head is signed by a trusted key of the issuer, and is the head of these entries: files that\n"
    "/certificates/log/entries gave, from the first leaf on. With --earlier also that the log only grew: that head\n"
    "is signed as well, and is the head of the first of these entries.",
    "chedang log verify --trust trust-list.json --root root.pub --head head.json --earlier kept.json entries-*.json",
    verify_rows, sizeof(verify_rows) / sizeof(verify_rows[0]), 1, ENTRIES_FILES_MOST,
};
/* clang-format on */

struct audit {
    h2o_mem_pool_t pool;
    struct trust_list trust;
    struct tree_head head, earlier;
    bool has_earlier, earlier_found;
    struct merkle_edge edge; /* of the entries so far */
};

static bool say(const char *path, const char *what)
{
    fprintf(stderr, "chedang log: %s %s.\n", path, what);
    return false;
}

/* The whole file; without a base after a sentence. */
static h2o_iovec_t read_file(struct audit *a, const char *path)
{
    h2o_iovec_t bytes = {h2o_mem_alloc_pool(&a->pool, FILE_MOST + 1), 0};
    FILE *file = fopen(path, "rb");

    if (file != NULL) {
        bytes.len = fread(bytes.base, 1, FILE_MOST + 1, file);
        fclose(file);
    }
    if (file != NULL && bytes.len > 0 && bytes.len <= FILE_MOST)
        return bytes;
    say(path, "cannot be read");
    return (h2o_iovec_t){NULL, 0};
}

static json_t *read_object(struct audit *a, const char *path)
{
    h2o_iovec_t bytes = read_file(a, path);
    json_t *object;

    while (bytes.len > 0 && bytes.base[bytes.len - 1] == '\n')
        bytes.len--;
    object = bytes.base == NULL ? NULL : canonical_json_read(bytes.base, bytes.len);
    if (object == NULL && bytes.base != NULL)
        say(path, "is no JSON object");
    return object;
}

static bool read_trust(struct audit *a, const char *path, const char *root_text)
{
    uint8_t root[PUBLIC_KEY_BYTES];
    enum public_root found = public_root_read("log", root_text, root);
    h2o_iovec_t bytes;

    if (found == ROOT_NONE)
        fprintf(stderr,
                "chedang log: --root must be given: without it anybody could have made the trust list.\n");
    bytes = found == ROOT_FOUND ? read_file(a, path) : (h2o_iovec_t){NULL, 0};
    while (bytes.len > 0 && bytes.base[bytes.len - 1] == '\n')
        bytes.len--;
    if (bytes.base == NULL)
        return false;
    if (trust_list_read(&a->pool, bytes.base, bytes.len, root, &a->trust) != TRUST_READ)
        return say(path, "is no trust list that this root has signed");
    if (time(NULL) > a->trust.next_update)
        say(path, "is out of date: keys may have ended since");
    return true;
}

/* What an ended key says of the time is anybody's word: so it signs no head that is to be believed, but one
 * that was kept from before the end proves itself by being the head of what it is said to be the head of. */
static bool key_counts(const struct trusted_key *key, const struct tree_head *head, bool kept)
{
    return key != NULL && trusted_key_signs(key, head->timestamp) && (kept || key->ended_from == 0);
}

/* Signed by a key that is trusted for that moment, for the trust list's issuer. */
static bool read_head(struct audit *a, const char *path, struct tree_head *head, bool kept)
{
    json_t *object = read_object(a, path);
    const struct trusted_key *key = NULL;
    bool good =
        object != NULL && (tree_head_read(&a->pool, object, head) || say(path, "is no head of a log"));

    if (good)
        key = trust_find(&a->trust, head->kid);
    if (good && strcmp(head->issuer, a->trust.issuer) != 0)
        good = say(path, "is another issuer's");
    if (good && !key_counts(key, head, kept))
        good = say(path, "is signed by a key that is not trusted");
    if (good && !tree_head_holds(object, key->key))
        good = say(path, "was altered: its signature does not hold");
    json_decref(object);
    return good;
}

static bool same_root(const struct merkle_edge *edge, const struct tree_head *head)
{
    struct merkle_hash root = merkle_edge_root(edge);

    return memcmp(root.bytes, head->root.bytes, sizeof(root.bytes)) == 0;
}

static void look_for_earlier(struct audit *a)
{
    if (a->has_earlier && a->edge.size == a->earlier.size)
        a->earlier_found = same_root(&a->edge, &a->earlier);
}

static bool add_entries(struct audit *a, const char *path)
{
    json_t *object = read_object(a, path);
    const json_t *leaves = json_object_get(object, "leaves"), *from = json_object_get(object, "from");
    struct merkle_hash leaf;
    bool good = object != NULL;

    if (good && (!json_is_array(leaves) || !json_is_integer(from) ||
                 json_integer_value(from) != (json_int_t)a->edge.size))
        good = say(path, "does not hold the entries that come next");
    for (size_t i = 0; good && i < json_array_size(leaves); i++) {
        const char *text = json_string_value(json_array_get(leaves, i));

        if (text == NULL || !merkle_hex_read(text, &leaf)) {
            good = say(path, "holds what is no hash");
        } else if (a->edge.size < a->head.size) {
            merkle_edge_add(&a->edge, &leaf);
            look_for_earlier(a);
        }
    }
    json_decref(object);
    return good;
}

static bool audit(struct audit *a, const struct options *options)
{
    const char *const *text = options->text;

    a->has_earlier = text[EARLIER] != NULL;
    if (!read_trust(a, text[TRUST], text[ROOT]) || !read_head(a, text[HEAD], &a->head, false) ||
        (a->has_earlier && !read_head(a, text[EARLIER], &a->earlier, true)))
        return false;
    if (a->has_earlier && a->earlier.size > a->head.size)
        return say(text[EARLIER], "is the head of a larger log");
    look_for_earlier(a);
    for (int i = 0; i < options->operand_count; i++)
        if (!add_entries(a, options->operands[i]))
            return false;
    if (a->edge.size < a->head.size)
        return say(text[HEAD], "is the head of more entries than these");
    if (!same_root(&a->edge, &a->head))
        return say(text[HEAD], "is not the head of these entries");
    return !a->has_earlier || a->earlier_found ||
           say(text[EARLIER], "is not the head of the first of these entries: the log was changed");
}

static int verify(const struct options *options)
{
    static struct audit a;

    h2o_mem_init_pool(&a.pool);
    bool good = audit(&a, options);
    if (good)
        printf("%llu certificates; the log %s.\n", (unsigned long long)a.head.size,
               a.has_earlier ? "is whole and only grew" : "is whole");
    h2o_mem_clear_pool(&a.pool);
    return good && fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

int command_log(int argc, char **argv)
{
    struct options options;
    int exit_code;

    if (argc > 1 && strcmp(argv[1], "verify") == 0)
        return options_read(&verify_form, argc - 1, argv + 1, &options, &exit_code) ? verify(&options)
                                                                                    : exit_code;
    if (!options_read(&log_form, argc, argv, &options, &exit_code))
        return exit_code;
    fprintf(stderr, "chedang log: verify? Try: chedang log --help\n");
    return EXIT_MISUSED;
}
