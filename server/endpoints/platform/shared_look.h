/*
 * shared_look - a look-up with an owner's link: the summary, and what the bearer of the link sees on its page
 *
 * The link has to be live and of this vehicle; one that is not, for whatever reason, is SHARE_UNKNOWN. It is
 * counted among the link's openings with client and purpose, and in the trail with the audience of the link.
 * Nothing of it is kept but the history, which is cached as for the page.
 */
#pragma once

#include "endpoints/platform/inquiry.h"

/* Leaves a fault where link or PIN cannot be read, or there is a PIN without a link. */
void shared_look_read(struct inquiry *inquiry, const struct member members[INQUIRY_MEMBERS]);

/* Looks with the link of the members, which live as long as the request; else as inquiries_answer(). */
void shared_look_answer(struct exchange *x, struct inquiry *inquiry,
                        const struct member members[INQUIRY_MEMBERS], void (*answered)(void *state),
                        void *state);
