/* sessions - where an owner is signed in; one of these, or all others, can be ended */
#pragma once

#include "core/exchange.h"
#include "render/account_page.h"
#include "store/rows.h"

/* From rows of sessions_of_account. */
const struct open_session *sessions_read(struct exchange *x, const struct rows *rows);

void sessions_start(struct exchange *x);
void session_end_start(struct exchange *x);
void session_end_others_start(struct exchange *x);
