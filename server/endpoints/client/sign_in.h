/*
 * sign_in - how a client's administrator comes in: name and password, then second_factor.h
 *
 * That there is nobody of the name and that the password is wrong look the same and take as long.
 */
#pragma once

#include "core/exchange.h"

/* The browser's own, between the password and the code. */
#define TICKET_COOKIE "__Host-platform"

void client_sign_in_form(struct exchange *x);
void client_sign_in_start(struct exchange *x);
void client_sign_out_start(struct exchange *x);
