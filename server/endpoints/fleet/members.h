/*
 * members - who is in an organisation, who is asked in, who leaves, and its end
 *
 *   GET  /organisations/:handle/members                     members_page, for administrators
 *   POST /organisations/:handle/members                     once, phone, role: asks somebody in
 *   POST /organisations/:handle/members/:member             role: "administrator", "member" or "none"
 *   POST /organisations/:handle/invitations/:invitation/end
 *   POST /organisations/:handle/leave
 *   GET, POST /organisations/:handle/end                    organisation_end_page: word
 */
#pragma once

#include "core/exchange.h"

void members_start(struct exchange *x);
void member_invite_start(struct exchange *x);
void member_change_start(struct exchange *x);
void invitation_end_start(struct exchange *x);
void organisation_leave_start(struct exchange *x);
void organisation_end_form_start(struct exchange *x);
void organisation_end_start(struct exchange *x);
