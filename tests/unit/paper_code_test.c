/* paper_code_test - the code on the paper: it fits, says what the claims say, and nothing else is one */
#include "certificate_world.h"

#include <ctype.h>

#include <qrencode.h>

#include "certificate/claim_series.h"
#include "certificate/credential.h"
#include "certificate/paper_code.h"
#include "certificate/paper_payload.h"
#include "core/base32.h"

enum { VERSION_MODULES = 4, MODULES_BEFORE = 17, TURNS = 12 };

static int qr_version(const char *text)
{
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    int version;

    assert_non_null(code);
    version = code->version;
    QRcode_free(code);
    return version;
}

static const char *long_host = "certificates.transport.vehicle-history.example.gov.cn:18443";

static void every_history_fits_into_the_code(void **unused)
{
    const char *const hosts[] = {ISSUER, "a.cn", long_host};
    uint8_t seed[SEED_BYTES];
    h2o_mem_pool_t pool;
    int largest = 0;

    (void)unused;
    make_seed(0, seed);
    h2o_mem_init_pool(&pool);
    for (size_t kind = 0; kind < kinds_of_history_count; kind++)
        for (unsigned turn = 0; turn < TURNS; turn++) {
            struct claims claims, said;
            h2o_iovec_t text;

            make_claims(&pool, kinds_of_history[kind], turn, hosts[turn % COUNT(hosts)], &claims);
            assert_true(paper_code_make(&pool, &claims, seed, &said, &text));
            int version = qr_version(text.base);
            if (version > PAPER_CODE_VERSION)
                fail_msg("%zu records, turn %u: version %d", kinds_of_history[kind].records, turn, version);
            largest = version > largest ? version : largest;
            h2o_mem_clear_pool(&pool);
        }
    h2o_mem_clear_pool(&pool);
    assert_int_equal(largest, PAPER_CODE_VERSION);
}

/* By the rule: least first, and only as much as helps. */
static void assert_shortened_by_the_rule(const struct claims *all, const struct claims *said)
{
    size_t least = claim_series_least(all->readings, all->reading_count);
    struct claim_reading kept[CLAIM_READINGS_MOST];
    size_t count = claim_series_shorten(all->readings, all->reading_count, said->reading_count, kept);
    struct claims rest = *all;

    assert_int_equal(count, said->reading_count);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(kept[i].km, said->readings[i].km);
        assert_int_equal(date_compare(kept[i].on, said->readings[i].on), 0);
    }
    assert_true(said->reading_count >= least ||
                said->left_out == (CLAIM_PARTS | CLAIM_WORKS | CLAIM_REGIONS));
    assert_true(said->left_out == 0 || said->left_out == CLAIM_PARTS ||
                said->left_out == (CLAIM_PARTS | CLAIM_WORKS) ||
                said->left_out == (CLAIM_PARTS | CLAIM_WORKS | CLAIM_REGIONS));
    assert_int_equal(said->readings_in_all, all->reading_count);
    rest.readings = said->readings;
    rest.reading_count = said->reading_count;
    rest.left_out = said->left_out;
    rest.part_count = said->left_out & CLAIM_PARTS ? 0 : rest.part_count;
    rest.work_count = said->left_out & CLAIM_WORKS ? 0 : rest.work_count;
    rest.region_count = said->left_out & CLAIM_REGIONS ? 0 : rest.region_count;
    assert_same_claims(&rest, said);
}

static void both_encodings_say_the_same(void **unused)
{
    uint8_t seed[SEED_BYTES], key[PUBLIC_KEY_BYTES];
    h2o_mem_pool_t pool;
    size_t whole = 0, shorter = 0, without_parts = 0;

    (void)unused;
    make_seed(1, seed);
    make_key(1, key);
    h2o_mem_init_pool(&pool);
    for (size_t kind = 0; kind < kinds_of_history_count; kind++)
        for (unsigned turn = 0; turn < TURNS; turn++) {
            struct claims claims;
            struct paper_code code;
            struct credential credential;
            h2o_iovec_t text, bytes;

            make_claims(&pool, kinds_of_history[kind], turn, ISSUER, &claims);
            assert_true(paper_code_make(&pool, &claims, seed, NULL, &text));
            assert_true(paper_code_read(&pool, text.base, text.len, &code));
            assert_true(paper_code_holds(&code, key));
            assert_true(credential_make(&pool, &claims, seed, &bytes));
            json_t *document = json_loadb(bytes.base, bytes.len, 0, NULL);
            assert_true(credential_read(&pool, document, &credential));
            assert_true(credential_is_exact(document, &credential.claims) &&
                        proof_holds(&credential.proof, key));
            assert_same_claims(&credential.claims, &claims);
            assert_shortened_by_the_rule(&credential.claims, &code.claims);
            whole += code.claims.left_out == 0 && code.claims.reading_count == claims.reading_count;
            shorter += code.claims.reading_count < claims.reading_count;
            without_parts += code.claims.left_out != 0;
            json_decref(document);
            h2o_mem_clear_pool(&pool);
        }
    h2o_mem_clear_pool(&pool);
    assert_true(whole > 0 && shorter > 0 && without_parts > 0);
}

static void a_phones_small_letters_before_the_sign_are_forgiven(void **unused)
{
    uint8_t seed[SEED_BYTES];
    struct claims claims;
    struct paper_code code;
    h2o_iovec_t text;
    h2o_mem_pool_t pool;

    (void)unused;
    make_seed(0, seed);
    h2o_mem_init_pool(&pool);
    make_claims(&pool, (struct kind_of_history){7, 0}, 3, long_host, &claims);
    assert_true(paper_code_make(&pool, &claims, seed, NULL, &text));
    for (char *at = text.base; *at != '#'; at++)
        *at = (char)tolower((unsigned char)*at);
    assert_true(paper_code_read(&pool, text.base, text.len, &code));
    assert_string_equal(code.claims.issuer, long_host);
    char *sign = strchr(text.base, '#');
    for (char *at = sign; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    assert_false(paper_code_read(&pool, text.base, text.len, &code));
    h2o_mem_clear_pool(&pool);
}

/* Rewrites of a good payload that say the same or nearly so. */
static void a_payload_has_one_writing(void **unused)
{
    uint8_t bytes[PAPER_PAYLOAD_MOST], other[PAPER_PAYLOAD_MOST + 8];
    struct cbor_writer w = {bytes, 0, sizeof(bytes), false};
    struct claims claims, read;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_claims(&pool, (struct kind_of_history){7, 3}, 2, ISSUER, &claims);
    paper_payload_write(&w, &claims);
    assert_true(paper_payload_read(&pool, bytes, w.length, ISSUER, &read));
    assert_same_claims(&claims, &read);
    for (size_t length = 0; length < w.length; length++)
        assert_false(paper_payload_read(&pool, bytes, length, ISSUER, &read));
    bytes[w.length] = 0;
    assert_false(paper_payload_read(&pool, bytes, w.length + 1, ISSUER, &read));
    /* The profile's 1 as 18 01, and the first two members exchanged. */
    memcpy(other, bytes, 3);
    other[3] = 0x18;
    memcpy(other + 4, bytes + 3, w.length - 3);
    assert_false(paper_payload_read(&pool, other, w.length + 1, ISSUER, &read));
    memcpy(other, bytes, 2);
    memcpy(other + 2, bytes + 4, 14);
    memcpy(other + 16, bytes + 2, 2);
    memcpy(other + 18, bytes + 18, w.length - 18);
    assert_false(paper_payload_read(&pool, other, w.length, ISSUER, &read));
    h2o_mem_clear_pool(&pool);
}

static void what_is_not_sound_is_not_written(void **unused)
{
    uint8_t seed[SEED_BYTES] = {0};
    struct claims claims, said;
    h2o_iovec_t text;
    h2o_mem_pool_t pool;

    (void)unused;
    h2o_mem_init_pool(&pool);
    make_claims(&pool, (struct kind_of_history){500, 2}, 2, ISSUER, &claims);
    assert_true(paper_code_make(&pool, &claims, seed, &said, &text));
    assert_true(said.left_out != 0);
    assert_false(paper_code_make(&pool, &said, seed, NULL, &text));
    assert_false(credential_make(&pool, &said, seed, &text));
    claims.vin[0] = '\0';
    assert_false(paper_code_make(&pool, &claims, seed, NULL, &text));
    assert_false(credential_make(&pool, &claims, seed, &text));
    h2o_mem_clear_pool(&pool);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_history_fits_into_the_code),
        cmocka_unit_test(both_encodings_say_the_same),
        cmocka_unit_test(a_phones_small_letters_before_the_sign_are_forgiven),
        cmocka_unit_test(a_payload_has_one_writing),
        cmocka_unit_test(what_is_not_sound_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
