/* The text of a code is read in one way: what was read is written again as the same bytes, and what holds is
 * what the key signs. */
#include "certificate_keys.h"

#include <h2o.h>

#include "certificate/paper_code.h"
#include "certificate/paper_payload.h"

static void must_write_the_same(const struct paper_code *code)
{
    static uint8_t again[PAPER_PAYLOAD_MOST];
    const struct cose_bytes payload = code->signed_by.payload;
    struct cbor_writer w = {again, 0, sizeof(again), false};

    MUST(claims_sound(&code->claims));
    paper_payload_write(&w, &code->claims);
    MUST(!w.full && w.length == payload.length && memcmp(again, payload.bytes, w.length) == 0);
}

static void must_be_signed_so(const struct paper_code *code)
{
    static uint8_t again[PAPER_PAYLOAD_MOST];
    struct cbor_writer w = {again, 0, sizeof(again), false};

    cose_sign1_write(&w, fuzz_seed, PAPER_CODE_PURPOSE, code->signed_by.payload);
    MUST(memcmp(again + w.length - COSE_SIGNATURE_BYTES, code->signed_by.signature, COSE_SIGNATURE_BYTES) ==
         0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct paper_code code;
    h2o_mem_pool_t pool;

    fuzz_key_make();
    h2o_mem_init_pool(&pool);
    if (paper_code_read(&pool, (const char *)bytes, size, &code)) {
        must_write_the_same(&code);
        if (paper_code_holds(&code, fuzz_key.key))
            must_be_signed_so(&code);
    }
    h2o_mem_clear_pool(&pool);
    return 0;
}
