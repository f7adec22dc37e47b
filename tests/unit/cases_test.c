/* cases_test - the table that tests/unit/verify/cases_test.mjs goes through as well: both programs come to
 * the same verdicts. Its times are seconds from the issue on. */
#include "certificate_world.h"

#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "certificate/check.h"
#include "certificate/credential.h"
#include "certificate/paper_code.h"
#include "certificate/tree_head.h"
#include "core/canonical_json.h"

enum { NOW = 3600, HEAD_AT = 60, STATUS_AT = 600, LEAVES = 2 };

static const char *const key_names[] = {"own", "other", "stranger"};

struct row {
    h2o_mem_pool_t pool;
    const json_t *said;
    struct claims claims;
    struct trust_list trust;
};

static const char *text_in(const json_t *object, const char *name, const char *otherwise)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text == NULL ? otherwise : text;
}

static int64_t moment_in(const json_t *object, const char *name, int64_t otherwise)
{
    const json_t *number = json_object_get(object, name);

    return ISSUED_AT + (number == NULL ? otherwise : json_integer_value(number));
}

static void seed_of(const char *name, uint8_t seed[SEED_BYTES])
{
    for (unsigned i = 0; i < COUNT(key_names); i++)
        if (strcmp(name, key_names[i]) == 0) {
            make_seed(i, seed);
            return;
        }
    fail_msg("there is no key %s", name);
}

static bool is_listed(const json_t *names, const char *name)
{
    for (size_t i = 0; i < json_array_size(names); i++)
        if (strcmp(json_string_value(json_array_get(names, i)), name) == 0)
            return true;
    return names == NULL && strcmp(name, "stranger") != 0;
}

static void list_keys(struct row *row)
{
    struct trust_list all = make_trust(&row->pool, ISSUER, COUNT(key_names));
    struct trusted_key *keys = h2o_mem_alloc_pool(&row->pool, sizeof(*keys) * COUNT(key_names));

    row->trust = all;
    row->trust.keys = keys;
    row->trust.key_count = 0;
    for (unsigned i = 0; i < COUNT(key_names); i++) {
        const json_t *times = json_object_get(row->said, key_names[i]);
        struct trusted_key *key = &keys[row->trust.key_count];

        if (!is_listed(json_object_get(row->said, "listed"), key_names[i]))
            continue;
        *key = all.keys[i];
        key->signs_from = moment_in(times, "from", -864000);
        key->signs_until = moment_in(times, "until", 7776000);
        if (json_object_get(times, "ended") != NULL)
            key->ended_from = moment_in(times, "ended", 0);
        row->trust.key_count++;
    }
}

static h2o_iovec_t head_of(struct row *row, const json_t *said, struct merkle_hash tree)
{
    const char *spoil = text_in(said, "spoil", "");
    struct tree_head head = {.issuer = strcmp(spoil, "issuer") == 0 ? "other.example" : ISSUER,
                             .size = LEAVES,
                             .root = tree,
                             .timestamp = moment_in(said, "at", HEAD_AT)};
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t bytes;

    seed_of(text_in(said, "by", "own"), seed);
    assert_true(tree_head_make(&row->pool, &head, seed, &bytes));
    if (strcmp(spoil, "signature") == 0) {
        json_t *object = json_loadb(bytes.base, bytes.len, 0, NULL);

        json_object_set_new(object, "timestamp", json_string("2026-11-24T06:01:01Z"));
        bytes = canonical_json(&row->pool, object);
        json_decref(object);
    }
    return bytes;
}

static h2o_iovec_t enveloped(struct row *row, h2o_iovec_t credential)
{
    const json_t *said = json_object_get(row->said, "head");
    struct merkle_hash leaves[LEAVES] = {merkle_leaf("another", 7),
                                         merkle_leaf(credential.base, credential.len)};
    struct merkle_path path;

    if (strcmp(text_in(said, "spoil", ""), "leaf") == 0)
        leaves[1] = merkle_leaf("x", 1);
    merkle_inclusion(leaves, LEAVES, 1, &path);
    return envelope_make(&row->pool, credential, head_of(row, said, merkle_root(leaves, LEAVES)), LEAVES, 1,
                         &path);
}

static h2o_iovec_t input_of(struct row *row)
{
    const char *form = text_in(row->said, "form", "");
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t bytes;

    seed_of(text_in(row->said, "by", "own"), seed);
    if (strcmp(form, "paper") == 0) {
        assert_true(paper_code_make(&row->pool, &row->claims, seed, NULL, &bytes));
        return bytes;
    }
    assert_true(credential_make(&row->pool, &row->claims, seed, &bytes));
    return strcmp(form, "envelope") == 0 ? enveloped(row, bytes) : bytes;
}

/* False where there is none, or none that counts. */
static bool status_of(struct row *row, struct status_list *list)
{
    static uint8_t bits[STATUS_ENTRIES_LEAST / STATUS_PER_BYTE];
    const json_t *said = json_object_get(row->said, "status");
    int64_t made = moment_in(said, "made", STATUS_AT);
    struct status_list given = {ISSUER, made, made + STATUS_VALID_SECONDS, bits, STATUS_ENTRIES_LEAST};
    uint8_t seed[SEED_BYTES];
    struct proof proof;
    h2o_iovec_t bytes;

    if (said == NULL)
        return false;
    seed_of(text_in(said, "by", ""), seed);
    status_put(bits, row->claims.status_index,
               (enum certificate_status)json_integer_value(json_object_get(said, "state")));
    assert_true(status_list_make(&row->pool, &given, seed, &bytes));
    assert_true(status_list_read(&row->pool, bytes.base, bytes.len, list, &proof));
    return check_status_list(&row->trust, list, &proof);
}

static void judge(struct row *row)
{
    const char *now = text_in(row->said, "now", ""), *name = text_in(row->said, "name", "");
    struct status_list status;
    struct check_means means = {.trust = &row->trust, .now = ISSUED_AT + NOW};
    struct check check;
    h2o_iovec_t bytes = input_of(row);

    if (status_of(row, &status))
        means.status = &status;
    if (*now != '\0')
        means.now = claims_end(&row->claims) - (strcmp(now, "last") == 0);
    check_certificate(&row->pool, bytes.base, bytes.len, &means, &check);
    if (strcmp(check_code(check.verdict), text_in(row->said, "verdict", "")) != 0)
        fail_msg("%s: %s", name, check_code(check.verdict));
    if (strcmp(check_log_code(check.log), text_in(row->said, "log", "")) != 0)
        fail_msg("%s: log %s", name, check_log_code(check.log));
    if (check.status_known != json_is_true(json_object_get(row->said, "status_known")))
        fail_msg("%s: the status", name);
}

static void both_programs_come_to_these_verdicts(void **unused)
{
    char path[512];
    json_t *cases;

    (void)unused;
    snprintf(path, sizeof(path), "%s/tests/unit/verify/cases.json", getenv("CHEDANG_HOME"));
    cases = json_load_file(path, 0, NULL);
    assert_true(json_array_size(cases) > 40);
    for (size_t i = 0; i < json_array_size(cases); i++) {
        struct row row = {.said = json_array_get(cases, i)};

        h2o_mem_init_pool(&row.pool);
        make_claims(&row.pool, (struct kind_of_history){2, 0}, 1, ISSUER, &row.claims);
        list_keys(&row);
        judge(&row);
        h2o_mem_clear_pool(&row.pool);
    }
    json_decref(cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_programs_come_to_these_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
