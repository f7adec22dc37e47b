/*
 * log - the log of issued certificates, for whoever audits it (RFC 9162)
 *
 * Hashes only: nothing of a certificate can be read here, and whoever has one can find it. A head is signed
 * when it is asked for, once for each size and key.
 */
#pragma once

#include "core/exchange.h"

/* /certificates/log/head */
void log_head_start(struct exchange *x);

/* /certificates/log/proof?leaf=&size=: that a leaf is in a tree of so many. */
void log_proof_start(struct exchange *x);

/* /certificates/log/consistency?from=&to=: that the tree of so many begins with that of so many. */
void log_consistency_start(struct exchange *x);

/* /certificates/log/entries?from=&to=: the hashes of the leaves, a thousand at most. */
void log_entries_start(struct exchange *x);

/* The envelope of a credential whose leaf is at a place of the log, then `resume`; or an answer to what went
 * wrong. */
void log_envelope(struct exchange *x, h2o_iovec_t credential, int64_t place,
                  void (*resume)(void *state, h2o_iovec_t envelope), void *state);
