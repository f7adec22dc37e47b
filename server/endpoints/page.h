/*
 * page - what the doors for people share: language, session, and forms that only we can have made
 */
#pragma once

#include "core/exchange.h"
#include "render/page.h"

/*
 * The frame of a page for this browser; `path` answers GET and is where the language switch leads back to.
 * May set a cookie, so it comes before the reply.
 */
struct page page_for(struct exchange *x, const char *path);

/*
 * Whether the form in the body was made by us for this browser: its token fits the browser's cookie, and the
 * Origin that browsers send is our own. Answers with a page when it was not.
 */
bool page_form_is_ours(struct exchange *x);

/* The page for a fault; signed out, it leads to the sign-in of owners, workshops, the authority or clients'
 * administrators. For exchange.explain. */
void page_explain(struct exchange *x, enum fault fault);
void page_explain_console(struct exchange *x, enum fault fault);
void page_explain_staff(struct exchange *x, enum fault fault);
void page_explain_platform(struct exchange *x, enum fault fault);
