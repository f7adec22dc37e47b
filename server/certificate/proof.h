/*
 * proof - signatures in JSON documents
 *
 * Two kinds. A credential has a proof of Data Integrity, cryptosuite eddsa-jcs-2022: signed are two hashes
 * one after the other, of the proof without its value and of the document without its proof, each in
 * canonical JSON. Documents of ours that are no credentials (trust list, tree head) have a member "signature"
 * over the rest in canonical JSON, which begins with { as no other message of the same key does, and a "type"
 * that says what they are. All signatures are Ed25519 and multibase base58.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include <h2o/memory.h>
#include <jansson.h>

#include "core/public_key.h"

enum { PROOF_HASHES = 64, PROOF_SIGNATURE_BYTES = 64, DID_TEXT = 96 };

/* "did:web:" and the host; a port's colon is %3A there. */
const char *did_of(const char *issuer, char text[DID_TEXT]);

/* The two hashes, of a proof without a value and a document without a proof. False for what has no canonical
 * form. */
bool proof_hashes(const json_t *proof, const json_t *document, uint8_t hashes[PROOF_HASHES]);

/* Adds the proof of the issuer's key to a document that has none. False as above. */
bool proof_add(json_t *document, const char *issuer, int64_t created, const uint8_t *seed);

/* What a proof says about itself; nothing is proven yet. */
struct proof {
    char kid[THUMBPRINT_TEXT];
    uint8_t hashes[PROOF_HASHES], signature[PROOF_SIGNATURE_BYTES];
};

/* False when the document's proof is not just as proof_add() makes it for this issuer and moment. Takes it
 * out of the document. */
bool proof_take(json_t *document, const char *issuer, int64_t created, struct proof *proof);

bool proof_holds(const struct proof *proof, const uint8_t key[PUBLIC_KEY_BYTES]);

/* Adds or checks the member "signature". */
bool signature_add(json_t *document, const uint8_t *seed);
bool signature_holds(const json_t *document, const uint8_t key[PUBLIC_KEY_BYTES]);
