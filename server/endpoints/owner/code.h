/*
 * code - six digits that go to a telephone, and count only in the browser that asked for them
 *
 * The number is sealed into a cookie of that browser, which no two times is the same; the code is bound to
 * it.
 */
#pragma once

#include "core/pending.h"
#include "history/phone.h"

/* What a code is for. The cookie of one is none for the other; but for sign-in they are bound to the account.
 */
enum code_use { CODE_FOR_SIGN_IN, CODE_FOR_NUMBER, CODE_FOR_CONSENT };

/* A code of chance, and the cookie that it counts with. code_keep() lets the browser have the latter. */
enum { CODE_DIGITS = 6, CODE_TICKET_TEXT = 256 };
struct code {
    char ticket[CODE_TICKET_TEXT];
    char digits[CODE_DIGITS + 1];
};
void code_make(struct exchange *x, enum code_use use, const char *phone, struct code *code);
void code_keep(struct exchange *x, enum code_use use, const struct code *code);

/* Both as the database knows them. */
const char *code_new_ticket_text(struct exchange *x, const struct code *code);
const char *code_new_text(struct exchange *x, const struct code *code);

/* Sends a code for sign-in or for a new number to this number, in place of what the browser asked for before;
 * answers with a row that says whether it may: the hour's sends may be used up. Sets the cookie when it may.
 */
void code_send(struct exchange *x, enum code_use use, const char *phone, continuation *resume, void *state);

/* The number that the browser asked for a code for. */
bool code_phone(struct exchange *x, enum code_use use, char phone[PHONE_TEXT]);

/* "139****1111", as it is shown. */
const char *phone_masked(struct exchange *x, const char *phone);

/* The six digits in the form; NULL when they are none. */
const char *code_typed(struct exchange *x);

/* The browser's cookie and the code that was typed, likewise. */
const char *code_ticket_text(struct exchange *x, enum code_use use);
const char *code_text(struct exchange *x, enum code_use use, const char *code);

/* Asks whether its message still waits although it should have gone, and what the answer says. Without the
 * database nothing is known of the message, but the form is still good. */
void code_waiting(struct exchange *x, enum code_use use, continuation *resume, void *state);
bool code_is_waiting(const struct answer *answer);

void code_forget(struct exchange *x, enum code_use use);
