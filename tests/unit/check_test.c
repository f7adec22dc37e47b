/* check_test - the verdict on a certificate: genuine while nothing is wrong, and on nothing that was touched
 */
#include "certificate_world.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "certificate/check.h"
#include "certificate/credential.h"
#include "certificate/paper_code.h"
#include "certificate/tree_head.h"
#include "core/base32.h"
#include "core/base58.h"
#include "core/canonical_json.h"
#include "core/pdf_attachment.h"

enum { NOW = ISSUED_AT + 3600, DAY_SECONDS = 86400, LEAVES = 11, LEAF = 6 };

/* A certificate in all its forms, signed with key 0 of a list of two. */
struct forms {
    h2o_mem_pool_t pool;
    struct claims claims;
    struct trust_list trust;
    h2o_iovec_t credential, envelope, paper;
};

static struct forms forms;

static h2o_iovec_t make_envelope(h2o_iovec_t credential, unsigned head_key)
{
    struct merkle_hash leaves[LEAVES];
    struct tree_head head = {.issuer = ISSUER, .size = LEAVES, .timestamp = ISSUED_AT + 60};
    struct merkle_path path;
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t head_bytes;

    for (unsigned i = 0; i < LEAVES; i++)
        leaves[i] = merkle_leaf(&i, sizeof(i));
    leaves[LEAF] = merkle_leaf(credential.base, credential.len);
    head.root = merkle_root(leaves, LEAVES);
    merkle_inclusion(leaves, LEAVES, LEAF, &path);
    make_seed(head_key, seed);
    assert_true(tree_head_make(&forms.pool, &head, seed, &head_bytes));
    return envelope_make(&forms.pool, credential, head_bytes, LEAVES, LEAF, &path);
}

static int make_forms(void **unused)
{
    uint8_t seed[SEED_BYTES];

    (void)unused;
    make_seed(0, seed);
    h2o_mem_init_pool(&forms.pool);
    make_claims(&forms.pool, (struct kind_of_history){1, 0}, 1, ISSUER, &forms.claims);
    forms.trust = make_trust(&forms.pool, ISSUER, 2);
    assert_true(credential_make(&forms.pool, &forms.claims, seed, &forms.credential));
    forms.envelope = make_envelope(forms.credential, 1);
    assert_true(paper_code_make(&forms.pool, &forms.claims, seed, NULL, &forms.paper));
    return 0;
}

static int clear_forms(void **unused)
{
    (void)unused;
    h2o_mem_clear_pool(&forms.pool);
    return 0;
}

static struct check check_with(h2o_iovec_t bytes, const struct trust_list *trust,
                               const struct status_list *status, int64_t now)
{
    struct check_means means = {trust, status, now};
    struct check check;
    h2o_mem_pool_t pool;

    h2o_mem_init_pool(&pool);
    check_certificate(&pool, bytes.base, bytes.len, &means, &check);
    h2o_mem_clear_pool(&pool);
    return check;
}

/* Tens of thousands of documents cost the sanitizer's allocator more than all that they are there for. So
 * where they are many jansson has its memory from here, all of it given back at once. */
static struct {
    char bytes[1 << 20];
    size_t used;
} desk;

static void *take(size_t size)
{
    void *at = desk.bytes + desk.used;

    desk.used += (size + 15) / 16 * 16;
    assert_in_range(desk.used, 1, sizeof(desk.bytes));
    return at;
}

static void leave(void *at)
{
    (void)at;
}

static enum check_verdict verdict_at_desk(h2o_iovec_t bytes)
{
    enum check_verdict verdict;

    json_set_alloc_funcs(take, leave);
    verdict = check_with(bytes, &forms.trust, NULL, NOW).verdict;
    json_set_alloc_funcs(malloc, free);
    desk.used = 0;
    return verdict;
}

static enum check_verdict verdict_on(h2o_iovec_t bytes)
{
    return check_with(bytes, &forms.trust, NULL, NOW).verdict;
}

static void assert_verdict(struct check check, enum check_verdict verdict, enum check_cause cause)
{
    assert_string_equal(check_code(check.verdict), check_code(verdict));
    assert_string_equal(check_cause_code(check.cause), check_cause_code(cause));
}

static void all_forms_of_a_certificate_are_genuine(void **unused)
{
    const h2o_iovec_t bytes[] = {forms.credential, forms.envelope, forms.paper};
    struct check_means means = {&forms.trust, NULL, NOW};

    (void)unused;
    for (size_t i = 0; i < COUNT(bytes); i++) {
        struct check check;

        check_certificate(&forms.pool, bytes[i].base, bytes[i].len, &means, &check);
        assert_verdict(check, CHECK_GENUINE, CAUSE_NONE);
        assert_true(check.signature_held);
        assert_int_equal(check.log, i == 1 ? LOG_PROVEN : LOG_NONE);
        assert_int_equal(check.on_paper, i == 2);
        assert_false(check.status_known);
        assert_string_equal(check.kid, forms.trust.keys[0].kid);
        assert_string_equal(check.claims.vin, forms.claims.vin);
    }
}

/* Of the envelope, which has all of the file, and of the code's text: before its #, only the case may differ.
 */
static void no_flipped_bit_is_genuine(void **unused)
{
    const h2o_iovec_t bytes[] = {forms.envelope, forms.paper};

    (void)unused;
    for (size_t form = 0; form < COUNT(bytes); form++) {
        char *at = bytes[form].base;
        const char *sign = form == 1 ? strchr(at, '#') : NULL;

        for (size_t i = 0; i < bytes[form].len; i++)
            for (int bit = 0; bit < 8; bit++) {
                bool only_case = sign != NULL && at + i < sign && bit == 5 && at[i] >= 'A' && at[i] <= 'Z';

                at[i] ^= (char)(1 << bit);
                if ((verdict_at_desk(bytes[form]) == CHECK_GENUINE) != only_case)
                    fail_msg("form %zu: bit %d of byte %zu", form, bit, i);
                at[i] ^= (char)(1 << bit);
            }
    }
}

/* A bit of each of its bytes, in a PDF that has it attached: what is still genuine is what was attached. */
static void no_flipped_bit_of_a_pdf_is_genuine(void **unused)
{
    static char pdf[65536];
    size_t length = (size_t)snprintf(
               pdf, sizeof(pdf),
               "%%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Subtype /application#2Fjson /Length "
               "%zu >>\nstream\n%s\nendstream\nendobj\n",
               forms.credential.len, forms.credential.base),
           found, still = 0;

    (void)unused;
    for (size_t i = 0; i < length; i++) {
        char *bytes = NULL;

        pdf[i] ^= (char)(1 << i % 8);
        if (pdf_attached(pdf, length, &bytes, &found) == PDF_ATTACHED &&
            verdict_at_desk(h2o_iovec_init(bytes, found)) == CHECK_GENUINE) {
            assert_in_range(found, forms.credential.len,
                            forms.credential.len + 1); /* the line's end behind it */
            assert_memory_equal(bytes, forms.credential.base, forms.credential.len);
            still++;
        }
        free(bytes);
        pdf[i] ^= (char)(1 << i % 8);
    }
    assert_in_range(still, 1, 100);
}

/* The code's bytes, which a text of base32 stands for. */
static void no_flipped_bit_of_the_codes_bytes_is_genuine(void **unused)
{
    char *sign = strchr(forms.paper.base, '#') + 1, text[PAPER_CODE_TEXT_MOST];
    size_t before = (size_t)(sign - forms.paper.base), length;
    uint8_t bytes[PAPER_CODE_TEXT_MOST];

    (void)unused;
    assert_true(base32_read(sign, strlen(sign), bytes, sizeof(bytes), &length));
    memcpy(text, forms.paper.base, before);
    for (size_t i = 0; i < length; i++)
        for (int bit = 0; bit < 8; bit++) {
            bytes[i] ^= (uint8_t)(1 << bit);
            base32_write(bytes, length, text + before);
            if (verdict_on(h2o_iovec_init(text, strlen(text))) == CHECK_GENUINE)
                fail_msg("bit %d of byte %zu", bit, i);
            bytes[i] ^= (uint8_t)(1 << bit);
        }
}

static void no_part_of_one_is_genuine(void **unused)
{
    const h2o_iovec_t bytes[] = {forms.credential, forms.envelope, forms.paper};

    (void)unused;
    for (size_t form = 0; form < COUNT(bytes); form++)
        for (size_t missing = 1; missing <= bytes[form].len; missing += form == 2 ? 1 : 17) {
            h2o_iovec_t part = {bytes[form].base, bytes[form].len - missing};

            if (verdict_on(part) == CHECK_GENUINE)
                fail_msg("form %zu: without its last %zu bytes", form, missing);
            part.base += missing;
            if (verdict_on(part) == CHECK_GENUINE)
                fail_msg("form %zu: without its first %zu bytes", form, missing);
        }
}

static void blanks_around_it_are_of_the_way_it_came(void **unused)
{
    char text[PAPER_CODE_TEXT_MOST + 8];

    (void)unused;
    snprintf(text, sizeof(text), " \r\n%s\n", forms.paper.base);
    assert_int_equal(verdict_on(h2o_iovec_init(text, strlen(text))), CHECK_GENUINE);
}

static void another_key_is_an_unknown_one(void **unused)
{
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t credential, paper;

    (void)unused;
    make_seed(5, seed);
    assert_true(credential_make(&forms.pool, &forms.claims, seed, &credential));
    assert_true(paper_code_make(&forms.pool, &forms.claims, seed, NULL, &paper));
    assert_verdict(check_with(credential, &forms.trust, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_LISTED);
    assert_verdict(check_with(paper, &forms.trust, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_LISTED);
}

/* Replaces what stands once. */
static h2o_iovec_t replaced(h2o_iovec_t bytes, const char *what, const char *with)
{
    char *found = strstr(bytes.base, what), *text;
    size_t before = (size_t)(found - bytes.base), room = bytes.len + strlen(with) + 1;

    assert_non_null(found);
    text = h2o_mem_alloc_pool(&forms.pool, room);
    memcpy(text, bytes.base, before);
    strcpy(stpcpy(text + before, with), found + strlen(what));
    return h2o_iovec_init(text, strlen(text));
}

/* Signed with another key that says it is ours. */
static void a_stranger_with_our_keys_name_has_altered_it(void **unused)
{
    uint8_t seed[SEED_BYTES], key[PUBLIC_KEY_BYTES];
    char kid[THUMBPRINT_TEXT];
    h2o_iovec_t credential;

    (void)unused;
    make_seed(5, seed);
    make_key(5, key);
    public_key_thumbprint(key, kid);
    assert_true(credential_make(&forms.pool, &forms.claims, seed, &credential));
    credential = replaced(credential, kid, forms.trust.keys[0].kid);
    assert_verdict(check_with(credential, &forms.trust, NULL, NOW), CHECK_ALTERED, CAUSE_SIGNATURE);
}

static void edited_claims_are_altered_ones(void **unused)
{
    h2o_iovec_t credential =
        replaced(forms.credential, "\"vin\":\"LSVAA4182E2123456\"", "\"vin\":\"LSVAA4182E2123457\"");

    (void)unused;
    assert_verdict(check_with(credential, &forms.trust, NULL, NOW), CHECK_ALTERED, CAUSE_SIGNATURE);
    assert_verdict(check_with(replaced(forms.credential, "\"VehicleMaintenanceCertificate\"", "\"Other\""),
                              &forms.trust, NULL, NOW),
                   CHECK_ALTERED, CAUSE_SIGNATURE);
    assert_verdict(check_with(replaced(forms.credential, "\"profile\":1", "\"profile\":1,\"note\":\"x\""),
                              &forms.trust, NULL, NOW),
                   CHECK_ALTERED, CAUSE_SIGNATURE);
    assert_verdict(
        check_with(replaced(forms.credential, "\"profile\":1", "\"profile\":1.0"), &forms.trust, NULL, NOW),
        CHECK_UNREADABLE, CAUSE_NOT_A_CERTIFICATE);
}

static json_t *load(h2o_iovec_t bytes)
{
    return json_loadb(bytes.base, bytes.len, 0, NULL);
}

static enum check_verdict verdict_on_json(const json_t *document)
{
    h2o_iovec_t bytes = canonical_json(&forms.pool, document);

    return verdict_on(bytes);
}

/* Signed by the issuer's own key, and yet more than the claims that a reader is shown. */
static void a_member_that_nobody_would_see_is_not_genuine(void **unused)
{
    json_t *document = load(forms.credential);
    uint8_t seed[SEED_BYTES];

    (void)unused;
    make_seed(0, seed);
    json_object_del(document, "proof");
    json_object_set_new(json_object_get(document, "credentialSubject"), "note", json_string("x"));
    assert_true(proof_add(document, ISSUER, ISSUED_AT, seed));
    assert_int_equal(verdict_on_json(document), CHECK_UNREADABLE);
    json_decref(document);
}

/* The same issuer, the same key, another car: a proof is good for its own document only. */
static void another_vehicles_proof_does_not_fit(void **unused)
{
    struct claims other = forms.claims;
    uint8_t seed[SEED_BYTES];
    h2o_iovec_t bytes;

    (void)unused;
    make_seed(0, seed);
    strcpy(other.vin, "LSVAA4182E2123457");
    assert_true(credential_make(&forms.pool, &other, seed, &bytes));
    json_t *one = load(forms.credential), *two = load(bytes);
    assert_int_equal(verdict_on_json(two), CHECK_GENUINE);
    json_object_set(two, "proof", json_object_get(one, "proof"));
    assert_int_equal(verdict_on_json(two), CHECK_ALTERED);
    json_decref(one);
    json_decref(two);
}

/* Two of one key: its signature of the paper's bytes in a credential, and the other way round. */
static void one_encodings_signature_is_none_of_the_other(void **unused)
{
    uint8_t bytes[PAPER_CODE_TEXT_MOST];
    char *sign = strchr(forms.paper.base, '#') + 1, value[BASE58_TEXT], text[PAPER_CODE_TEXT_MOST];
    size_t before = (size_t)(sign - forms.paper.base), length;
    json_t *document = load(forms.credential), *proof = json_object_get(document, "proof");
    struct proof read;

    (void)unused;
    assert_true(base32_read(sign, strlen(sign), bytes, sizeof(bytes), &length));
    assert_true(base58_read(json_string_value(json_object_get(proof, "proofValue")), read.signature, 64));
    json_object_set_new(proof, "proofValue", json_string(base58_write(bytes + length - 64, 64, value)));
    assert_int_equal(verdict_on_json(document), CHECK_ALTERED);
    memcpy(bytes + length - 64, read.signature, 64);
    memcpy(text, forms.paper.base, before);
    base32_write(bytes, length, text + before);
    assert_int_equal(verdict_on(h2o_iovec_init(text, strlen(text))), CHECK_ALTERED);
    json_decref(document);
}

/* What the key signs for the log and for the list of statuses is no certificate either. */
static void no_other_document_of_the_key_is_a_certificate(void **unused)
{
    json_t *envelope = load(forms.envelope);
    const json_t *head = json_object_get(json_object_get(envelope, "inclusion"), "head");

    (void)unused;
    assert_int_equal(verdict_on_json(head), CHECK_UNREADABLE);
    json_decref(envelope);
}

static void a_key_counts_for_its_own_time(void **unused)
{
    struct trusted_key keys[2] = {forms.trust.keys[0], forms.trust.keys[1]};
    struct trust_list list = forms.trust;

    (void)unused;
    list.keys = keys;
    keys[0].ended_from = ISSUED_AT;
    assert_verdict(check_with(forms.paper, &list, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_KEY_ENDED);
    keys[0].ended_from = ISSUED_AT + 1;
    assert_verdict(check_with(forms.paper, &list, NULL, NOW), CHECK_UNCONFIRMED, CAUSE_KEY_ENDED);
    keys[0].ended_from = 0;
    keys[0].signs_until = ISSUED_AT;
    assert_verdict(check_with(forms.credential, &list, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_THEN);
    keys[0].signs_from = ISSUED_AT + 1;
    keys[0].signs_until = ISSUED_AT + 2;
    assert_verdict(check_with(forms.credential, &list, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_KEY_NOT_THEN);
    list = forms.trust;
    list.issuer = "other.example.cn";
    assert_verdict(check_with(forms.credential, &list, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_OTHER_ISSUER);
    assert_verdict(check_with(forms.paper, &list, NULL, NOW), CHECK_UNKNOWN_KEY, CAUSE_OTHER_ISSUER);
}

static void the_logs_proof_has_to_hold_where_there_is_one(void **unused)
{
    json_t *envelope = load(forms.envelope), *inclusion = json_object_get(envelope, "inclusion");

    (void)unused;
    assert_int_equal(verdict_on_json(envelope), CHECK_GENUINE);
    json_object_set_new(inclusion, "index", json_integer(LEAF - 1));
    assert_int_equal(verdict_on_json(envelope), CHECK_ALTERED);
    json_object_set_new(inclusion, "index", json_integer(LEAF));
    json_object_set_new(inclusion, "size", json_integer(LEAVES + 1));
    assert_int_equal(verdict_on_json(envelope), CHECK_ALTERED);
    json_decref(envelope);
    assert_verdict(check_with(make_envelope(forms.credential, 4), &forms.trust, NULL, NOW), CHECK_UNKNOWN_KEY,
                   CAUSE_KEY_NOT_LISTED);
}

static void it_ends_with_its_last_day_in_china(void **unused)
{
    int64_t end = claims_end(&forms.claims);
    struct check early = check_with(forms.paper, &forms.trust, NULL, ISSUED_AT - DAY_SECONDS);

    (void)unused;
    assert_verdict(check_with(forms.paper, &forms.trust, NULL, end - 1), CHECK_GENUINE, CAUSE_NONE);
    assert_verdict(check_with(forms.paper, &forms.trust, NULL, end), CHECK_EXPIRED, CAUSE_NONE);
    assert_verdict(early, CHECK_GENUINE, CAUSE_NONE);
    assert_true(early.too_early);
    assert_false(check_with(forms.paper, &forms.trust, NULL, ISSUED_AT).too_early);
}

static void what_became_of_it_is_in_the_status_list(void **unused)
{
    static const enum check_verdict wanted[] = {CHECK_GENUINE, CHECK_SUPERSEDED, CHECK_WITHDRAWN,
                                                CHECK_WITHDRAWN};
    uint8_t *bits = calloc(STATUS_ENTRIES_LEAST / STATUS_PER_BYTE, 1);
    struct status_list list = {ISSUER, ISSUED_AT + 600, NOW, bits, STATUS_ENTRIES_LEAST};

    (void)unused;
    for (int status = STATUS_VALID; status <= STATUS_RESERVED; status++) {
        status_put(bits, forms.claims.status_index, (enum certificate_status)status);
        struct check check = check_with(forms.envelope, &forms.trust, &list, NOW);

        assert_verdict(check, wanted[status], CAUSE_NONE);
        assert_true(check.status_known);
        assert_int_equal(check.status_at, ISSUED_AT + 600);
    }
    list.entries = forms.claims.status_index;
    assert_false(check_with(forms.paper, &forms.trust, &list, NOW).status_known);
    list.entries = STATUS_ENTRIES_LEAST;
    list.issuer = "other.example.cn";
    assert_false(check_with(forms.paper, &forms.trust, &list, NOW).status_known);
    free(bits);
}

static void what_is_too_large_is_not_even_read(void **unused)
{
    size_t length = CHECK_BYTES_MOST + 1;
    char *bytes = malloc(length);

    (void)unused;
    memset(bytes, '{', length);
    assert_verdict(check_with(h2o_iovec_init(bytes, length), &forms.trust, NULL, NOW), CHECK_UNREADABLE,
                   CAUSE_TOO_LARGE);
    assert_verdict(check_with(h2o_iovec_init(bytes, length - 1), &forms.trust, NULL, NOW), CHECK_UNREADABLE,
                   CAUSE_NOT_A_CERTIFICATE);
    assert_verdict(check_with(h2o_iovec_init(bytes, 0), &forms.trust, NULL, NOW), CHECK_UNREADABLE,
                   CAUSE_NOT_A_CERTIFICATE);
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_forms_of_a_certificate_are_genuine),
        cmocka_unit_test(no_flipped_bit_is_genuine),
        cmocka_unit_test(no_flipped_bit_of_a_pdf_is_genuine),
        cmocka_unit_test(no_flipped_bit_of_the_codes_bytes_is_genuine),
        cmocka_unit_test(no_part_of_one_is_genuine),
        cmocka_unit_test(blanks_around_it_are_of_the_way_it_came),
        cmocka_unit_test(another_key_is_an_unknown_one),
        cmocka_unit_test(a_stranger_with_our_keys_name_has_altered_it),
        cmocka_unit_test(edited_claims_are_altered_ones),
        cmocka_unit_test(a_member_that_nobody_would_see_is_not_genuine),
        cmocka_unit_test(another_vehicles_proof_does_not_fit),
        cmocka_unit_test(one_encodings_signature_is_none_of_the_other),
        cmocka_unit_test(no_other_document_of_the_key_is_a_certificate),
        cmocka_unit_test(a_key_counts_for_its_own_time),
        cmocka_unit_test(the_logs_proof_has_to_hold_where_there_is_one),
        cmocka_unit_test(it_ends_with_its_last_day_in_china),
        cmocka_unit_test(what_became_of_it_is_in_the_status_list),
        cmocka_unit_test(what_is_too_large_is_not_even_read),
    };
    return cmocka_run_group_tests(tests, make_forms, clear_forms);
}
