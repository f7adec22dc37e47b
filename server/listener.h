/*
 * listener - sockets that connections come from
 *
 * One listening socket is shared by all loops. A busy port stops the start. Connections are counted, in all
 * and by address; at the most, no more are taken until one ends.
 */
#pragma once

#include "core/service.h"

/* A listening descriptor for "ADDRESS:PORT" or "unix:PATH", or the one that systemd hands over; -1 with a
 * complaint. */
int listener_open(const char *place, bool inherit, char *complaint, size_t size);

/* Bodies up to four times the limit are read, so that they can be answered in kind. */
enum { BODY_SPARE = 4 };

struct listener;

/* Takes connections from a duplicate of `fd` into `host`. */
struct listener *listener_create(struct service *service, int fd, h2o_hostconf_t *host, SSL_CTX *tls);

/* Takes what is still in the queue, then no more. */
void listener_drain(struct listener *listener);
/* Connections that wait for nothing are let go. Before that, whoever has just come should have had time to
 * ask. */
void listener_let_idle_go(struct listener *listener);

/* Connections whose client has not taken an answer after settings.take_seconds are closed; who has not sent
 * a request by settings.request_seconds is told so (408, but not through TLS), and likewise who sends more
 * than a door takes. Every turn: looks once a second. */
void listener_let_slow_go(struct listener *listener);

void listener_destroy(struct listener *listener);
