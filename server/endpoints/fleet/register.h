/*
 * register - the organisations that an account is in or asked into, and registering one
 *
 *   GET  /organisations                         organisations_page
 *   GET  /organisations/new, POST likewise      organisation_form_page: once, name, code, business_licence
 *   POST /organisations/invitations/:invitation/join, .../decline
 */
#pragma once

#include "core/exchange.h"

void organisations_start(struct exchange *x);
void organisation_form_start(struct exchange *x);
void organisation_make_start(struct exchange *x);
void invitation_join_start(struct exchange *x);
void invitation_decline_start(struct exchange *x);
