#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <h2o.h>
#include <sodium.h>

#include "certificate/trust_change.h"
#include "commands/key.h"
#include "commands/key_file.h"
#include "core/utc_text.h"

enum { DAY_SECONDS = 86400 };
#define KEPT_SUFFIX ".signed"

static void print_times(const struct trusted_key *key)
{
    char from[UTC_TEXT], until[UTC_TEXT], trusted[UTC_TEXT], ended[UTC_TEXT];

    fprintf(stderr, "    signs from %s until %s, trusted until %s%s%s\n", utc_text(key->signs_from, from),
            utc_text(key->signs_until, until), utc_text(key->trusted_until, trusted),
            key->ended_from == 0 ? "" : ", ended from ",
            key->ended_from == 0 ? "" : utc_text(key->ended_from, ended));
}

static void print_change(const struct trust_change *change)
{
    static const char *const words[] = {
        [TRUST_KEY_NEW] = "new",       [TRUST_KEY_ENDED] = "ended",
        [TRUST_KEY_MOVED] = "changed", [TRUST_KEY_OVER] = "over, and left out",
        [TRUST_KEY_LOST] = "VANISHED", [TRUST_KEY_REVIVED] = "WAS ENDED, AND IS TO COUNT AGAIN",
    };
    const struct trusted_key *named = change->after == NULL ? change->before : change->after;

    fprintf(stderr, "  %s: %s\n", named->kid, words[change->kind]);
    if (change->before != NULL && change->kind != TRUST_KEY_OVER) {
        fprintf(stderr, "   was\n");
        print_times(change->before);
    }
    if (change->after != NULL) {
        fprintf(stderr, change->before == NULL ? "" : "   is to be\n");
        print_times(change->after);
    }
}

/* What was signed last with this root, where it was kept beside it; without keys where nothing was. */
static bool read_before(h2o_mem_pool_t *pool, const char *path, const uint8_t root[PUBLIC_KEY_BYTES],
                        struct trust_list *before)
{
    h2o_iovec_t bytes;

    *before = (struct trust_list){0};
    if (access(path, F_OK) != 0 && errno == ENOENT) {
        fprintf(stderr, "There is no %s: with this root no list was signed yet, as far as is known here.\n",
                path);
        return true;
    }
    bytes = key_file_read(pool, path);
    if (bytes.base == NULL)
        return false;
    if (trust_list_read(pool, bytes.base, bytes.len, root, before) == TRUST_READ)
        return true;
    fprintf(stderr, "chedang key: %s is no list that this root has signed.\n", path);
    return false;
}

/* Whether it may be signed, and whether somebody has to agree. */
static bool compare(const struct trust_list *before, const struct trust_list *list, bool *differs)
{
    static struct trust_change changes[TRUST_CHANGES_MOST];
    size_t count = trust_changes(before, list, list->issued_at, changes);
    bool allowed = true;

    if (before->issuer != NULL && strcmp(before->issuer, list->issuer) != 0) {
        fprintf(stderr, "chedang key: this list is of another issuer, %s.\n", list->issuer);
        return false;
    }
    if (before->issued_at > list->issued_at) {
        fprintf(stderr, "chedang key: the list before was signed later than the clock says it is now.\n");
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        print_change(&changes[i]);
        allowed = allowed && !trust_change_forbidden(changes[i].kind);
    }
    if (!allowed)
        fprintf(stderr,
                "chedang key: nothing that the service does leads to such a list. It is not signed.\n");
    *differs = count != 0;
    return allowed;
}

static bool confirmed(bool yes)
{
    char answer[8] = "";

    if (yes)
        return true;
    if (!isatty(STDIN_FILENO)) {
        fprintf(stderr, "chedang key: what is new has to be confirmed: at a terminal, or by --yes.\n");
        return false;
    }
    fprintf(stderr,
            "Are these the keys that were made? Compare them with `chedang key list`, and type yes: ");
    if (fgets(answer, sizeof(answer), stdin) != NULL && strcmp(answer, "yes\n") == 0)
        return true;
    fprintf(stderr, "chedang key: it is not signed.\n");
    return false;
}

static bool sign(h2o_mem_pool_t *pool, const struct trust_list *list, const struct trust_signing *signing,
                 const uint8_t *seed, h2o_iovec_t *bytes)
{
    uint8_t root[PUBLIC_KEY_BYTES], secret[crypto_sign_SECRETKEYBYTES];
    char *kept = h2o_concat(pool, h2o_iovec_init(signing->root, strlen(signing->root)),
                            h2o_iovec_init(H2O_STRLIT(KEPT_SUFFIX)))
                     .base;
    struct trust_list before;
    h2o_iovec_t proposal;
    bool differs;

    crypto_sign_seed_keypair(root, secret, seed);
    sodium_memzero(secret, sizeof(secret));
    /* The names of keys follow from them: so it is compared as whoever verifies would read it. */
    struct trust_list named;
    if (!trust_proposal_make(pool, list, &proposal) ||
        !trust_proposal_read(pool, proposal.base, proposal.len, &named)) {
        fprintf(stderr, "chedang key: the list cannot be made: is CHEDANG_URL a host's address?\n");
        return false;
    }
    named.issued_at = list->issued_at;
    return read_before(pool, kept, root, &before) && compare(&before, &named, &differs) &&
           (!differs || confirmed(signing->yes)) && trust_list_make(pool, list, seed, bytes) &&
           key_file_write(kept, *bytes);
}

bool key_trust_sign(h2o_mem_pool_t *pool, struct trust_list *list, const struct trust_signing *signing,
                    h2o_iovec_t *bytes)
{
    uint8_t seed[ROOT_SEED_BYTES];
    char issued[UTC_TEXT], next[UTC_TEXT];
    bool good;

    list->issued_at = time(NULL);
    list->next_update = list->issued_at + signing->days * DAY_SECONDS;
    if (!key_root_read(signing->root, seed))
        return false;
    fprintf(stderr, "Trust list of %s, %zu keys, of %s, due again on %s\n", list->issuer, list->key_count,
            utc_text(list->issued_at, issued), utc_text(list->next_update, next));
    good = sign(pool, list, signing, seed, bytes);
    sodium_memzero(seed, sizeof(seed));
    return good;
}
