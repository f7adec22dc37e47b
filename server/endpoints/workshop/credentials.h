/*
 * credentials - a workshop's code and password, checked the same way at every door
 *
 * argon2id on the helper threads, tries counted by company and address, so that a stranger's guesses do not
 * lock the company out; what has been accepted lately costs nothing (known_passwords.h).
 */
#pragma once

#include "core/pending.h"

enum { CREDENTIAL_CODE_MOST = 64, CREDENTIAL_PASSWORD_MOST = 128 };

enum credentials_verdict { CREDENTIALS_HOLD, CREDENTIALS_NO_COMPANY, CREDENTIALS_WRONG };

struct credentials {
    enum credentials_verdict verdict;
    int64_t workshop; /* when they hold */
};

/* Answers with a fault or with FAULT_NONE; then `found` is filled in, which lives as long as the exchange.
 * Both texts are not longer than they may be. Programs of one address may send for many companies (sender.h).
 */
void credentials_check(struct exchange *x, const char *code, const char *password, bool by_program,
                       struct credentials *found, continuation *resume, void *state);
