/*
 * routes - which path starts what, and who may ask
 *
 * A request passes, in this order: framing, the number under way, the table of paths, the limit of its door,
 * who asks (authenticate.h), and then its endpoint. A path that is not in the table is nowhere; there is no
 * other way in.
 */
#pragma once

#include "core/exchange.h"

enum door {
    DOOR_OPEN,     /* anybody; limited by address */
    DOOR_PAGE,     /* likewise, and faults are pages; the session is known when there is one */
    DOOR_OWNER,    /* pages for an owner who has signed in */
    DOOR_PHOTOS,   /* likewise; the body may hold photos */
    DOOR_CONSOLE,  /* pages for a workshop that has signed in */
    DOOR_PLATFORM, /* pages for a client's administrator who has signed in */
    DOOR_AGENT,    /* likewise, of an exporter; for others there is nothing there */
    DOOR_PAPERS,   /* likewise; the body may hold photos */
    DOOR_STAFF,    /* pages for somebody of the authority who has signed in; the endpoint asks for the role */
    DOOR_CLIENT,   /* bearer token of a platform; limited by client */
    DOOR_LINES,    /* likewise; each line of the body counts for the limits */
    DOOR_HANDLE,   /* likewise; the burst alone: what costs a look-up of the day is counted there */
    DOOR_FEED,     /* likewise, or of an exporter: each is told of what is its own */
    DOOR_EXPORTER, /* bearer token of an exporter; limited by client: the burst alone */
    DOOR_DOCUMENT, /* likewise; the body may hold photos */
    /* From DOOR_CLIENT to here a bearer token says who asks. */
    DOOR_WORKSHOP,       /* the upload interfaces: who sends is in the body */
    DOOR_ENVELOPE,       /* likewise; answers are in an envelope */
    DOOR_OPENAPI,        /* likewise; calls are signed */
    DOOR_OPENAPI_PHOTOS, /* likewise; the body may hold photos */
    DOOR_INTERNAL,       /* only through the internal listener */
    DOOR_COUNT
};

struct route {
    const char *method;
    const char *path; /* ':…' stands for a segment, at most SEGMENTS; a leading '*' for any prefix, and then a
                         last slash may follow */
    enum door door;
    void (*start)(struct exchange *x);
};

/* Ended by a route without a method. */
extern const struct route routes[];

/* Whose bounds hold for a body that is larger than ordinary ones. */
enum large { LARGE_NOT, LARGE_PHOTOS, LARGE_UPLOADS, LARGE_COUNT };

/* Of a request that begins like this; LARGE_NOT too while that cannot be told. */
enum large routes_large(const char *head, size_t length);

void on_request(struct exchange *x, bool internal);
