#include <stdio.h>
#include <string.h>
#include <time.h>

#include <h2o.h>

#include "commands/key.h"
#include "commands/key_file.h"
#include "commands/public_root.h"

enum { SIGN_ROOT, SIGN_DAYS, SIGN_YES };
enum { PUT_ROOT };

/* clang-format off */
static const struct option_row sign_rows[] = {
    [SIGN_ROOT] = {"root", "FILE", "the root key's file", NULL, 0, 0, true},
    [SIGN_DAYS] = {"days", "N", "days until the next list is due", "30", 1, 365, false},
    [SIGN_YES]  = {"yes", NULL, "what is new is known, and need not be confirmed at a terminal", NULL, 0, 0, false},
};
static const struct option_row put_rows[] = {
    [PUT_ROOT] = {"root", "KEY", "the root's public key, in base64url, or the file that has it (otherwise CHEDANG_CERTIFICATE_ROOT)",
                  NULL, 0, 0, false},
};

static const struct command_form export_form = {
    "key trust-list export", "FILE",
    "Writes the keys that are trusted to a file, which is carried to where the root key is. Every row's sealed seed is\n"
    "opened, and has to make the row's public key. CHEDANG_URL says who the issuer is.",
    "chedang key trust-list export /media/stick/keys.json", NULL, 0, 1, 1,
};
static const struct command_form sign_form = {
    "key trust-list sign", "FILE --root ROOT [options]",
    "Signs the list in a file, in its place; needs neither database nor network. The list that was signed last is kept in\n"
    "ROOT.signed, and what has changed since is printed and has to be confirmed. A key that has vanished, or was ended and\n"
    "is to count again, is refused.",
    "chedang key trust-list sign /media/stick/keys.json --root /media/safe/chedang-root",
    sign_rows, sizeof(sign_rows) / sizeof(sign_rows[0]), 1, 1,
};
static const struct command_form put_form = {
    "key trust-list put", "FILE [options]",
    "Keeps a signed list where the service serves it from. It has to be signed by the root, of this issuer, and no older\n"
    "than the one that is there.",
    "chedang key trust-list put /media/stick/keys.json", put_rows, sizeof(put_rows) / sizeof(put_rows[0]), 1, 1,
};
static const struct command_form whole_form = {
    "key trust-list", "export|sign|put FILE, or --root ROOT [options]",
    "The list of keys that are trusted, signed by the root key, in three steps: `export` where the database is, `sign` where\n"
    "the root key is, `put` where the database is. Without one of these words all three at once, which is for trying it:\n"
    "there the root key is in reach of whoever has the machine. That prints the list.",
    "chedang key trust-list --root .run/certificate-root --yes", sign_rows, sizeof(sign_rows) / sizeof(sign_rows[0]), 0, 0,
};
/* clang-format on */

struct trust_work {
    h2o_mem_pool_t pool;
    struct database database;
    const struct options *options;
};

static struct trust_signing signing_in(const struct options *options)
{
    return (struct trust_signing){.root = options->text[SIGN_ROOT],
                                  .days = (long)options_number(options, SIGN_DAYS),
                                  .yes = options->text[SIGN_YES] != NULL};
}

static bool export_list(struct trust_work *w)
{
    struct trust_list list;
    h2o_iovec_t bytes;

    if (!key_trust_collect(&w->database, &w->pool, &list))
        return false;
    if (!trust_proposal_make(&w->pool, &list, &bytes)) {
        fprintf(stderr, "chedang key: the list cannot be made: is CHEDANG_URL a host's address?\n");
        return false;
    }
    return key_file_write(w->options->operands[0], bytes);
}

static bool sign_list(struct trust_work *w)
{
    const char *path = w->options->operands[0];
    struct trust_signing signing = signing_in(w->options);
    struct trust_list list;
    h2o_iovec_t bytes = key_file_read(&w->pool, path);

    if (bytes.base == NULL)
        return false;
    if (!trust_proposal_read(&w->pool, bytes.base, bytes.len, &list)) {
        fprintf(stderr, "chedang key: %s is no file of `chedang key trust-list export`.\n", path);
        return false;
    }
    return key_trust_sign(&w->pool, &list, &signing, &bytes) && key_file_write(path, bytes);
}

/* The list that is served now; issued_at is 0 where there is none. */
static bool read_served(struct trust_work *w, struct trust_list *served)
{
    PGresult *result = database_run(&w->database, QUERY_CERTIFICATE_TRUST_LIST, NULL);
    const char *text = result == NULL || PQntuples(result) == 0 ? NULL : PQgetvalue(result, 0, 0);

    if (text == NULL || trust_list_read(&w->pool, text, strlen(text), NULL, served) != TRUST_READ)
        *served = (struct trust_list){0};
    PQclear(result);
    return result != NULL || key_fail(&w->database) == EXIT_DONE;
}

static bool store(struct trust_work *w, h2o_iovec_t bytes)
{
    const char *document = h2o_strdup(&w->pool, bytes.base, bytes.len).base;
    PGresult *result =
        database_run(&w->database, QUERY_CERTIFICATE_TRUST_LIST_INSERT, (const char *[]){document});

    PQclear(result);
    return result != NULL || key_fail(&w->database) == EXIT_DONE;
}

static bool fits_here(struct trust_work *w, const struct trust_list *list)
{
    struct trust_list here, served;

    if (!key_trust_collect(&w->database, &w->pool, &here) || !read_served(w, &served))
        return false;
    if (strcmp(list->issuer, here.issuer) != 0)
        fprintf(stderr, "chedang key: the list is %s's, and this is %s.\n", list->issuer, here.issuer);
    else if (list->next_update <= time(NULL))
        fprintf(stderr, "chedang key: the list is out of date.\n");
    else if (list->issued_at < served.issued_at)
        fprintf(stderr, "chedang key: the list is older than the one that is served.\n");
    else
        return true;
    return false;
}

static bool put_list(struct trust_work *w)
{
    const char *path = w->options->operands[0], *named = w->options->text[PUT_ROOT],
               *set = w->database.settings.certificate_root;
    uint8_t root[PUBLIC_KEY_BYTES];
    struct trust_list list;
    h2o_iovec_t bytes;

    if (named == NULL && *set == '\0') {
        fprintf(stderr,
                "chedang key: --root or CHEDANG_CERTIFICATE_ROOT must say which root has signed it.\n");
        return false;
    }
    if (public_root_read("key", named == NULL ? set : named, root) != ROOT_FOUND)
        return false;
    bytes = key_file_read(&w->pool, path);
    if (bytes.base == NULL)
        return false;
    if (trust_list_read(&w->pool, bytes.base, bytes.len, root, &list) != TRUST_READ) {
        fprintf(stderr, "chedang key: %s is no trust list that this root has signed.\n", path);
        return false;
    }
    return fits_here(w, &list) && store(w, bytes);
}

static bool all_at_once(struct trust_work *w)
{
    struct trust_signing signing = signing_in(w->options);
    struct trust_list list;
    h2o_iovec_t bytes;

    return key_trust_collect(&w->database, &w->pool, &list) &&
           key_trust_sign(&w->pool, &list, &signing, &bytes) && store(w, bytes) &&
           printf("%.*s\n", (int)bytes.len, bytes.base) > 0;
}

static const struct {
    const char *name; /* NULL: whatever else follows */
    const struct command_form *form;
    bool (*run)(struct trust_work *work);
    bool with_database;
} steps[] = {
    {"export", &export_form, export_list, true },
    {"sign",   &sign_form,   sign_list,   false},
    {"put",    &put_form,    put_list,    true },
    {NULL,     &whole_form,  all_at_once, true },
};

int key_trust_list(int argc, char **argv)
{
    struct options options;
    struct trust_work work = {.options = &options};
    int exit_code;
    size_t i = 0;
    bool good;

    while (steps[i].name != NULL && (argc < 2 || strcmp(argv[1], steps[i].name) != 0))
        i++;
    if (!options_read(steps[i].form, argc - (steps[i].name != NULL), argv + (steps[i].name != NULL), &options,
                      &exit_code))
        return exit_code;
    h2o_mem_init_pool(&work.pool);
    good = (!steps[i].with_database || database_open(&work.database, "key", true)) && steps[i].run(&work);
    if (steps[i].with_database)
        database_close(&work.database);
    h2o_mem_clear_pool(&work.pool);
    return good && fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}
