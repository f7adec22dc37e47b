/*
 * framing - refuses requests whose borders two parties could see differently (request smuggling)
 *
 * h2o takes Host, Content-Length and Transfer-Encoding out of the list that handlers see: of two lengths the
 * first wins, and the rest of the body would be served as another request. So the raw head is read once more,
 * in the socket's input buffer, and the connection ends with the refusal.
 */
#pragma once

#include <h2o.h>

#include "core/fault.h"

/* FAULT_NONE, FRAMING, PATH_INVALID, PATH_TOO_LONG or HEAD_TOO_LARGE. */
enum fault framing_check(h2o_req_t *req);

/* The same for the bytes of a head: `version` is 0x100 or 0x101. */
enum fault framing_check_head(const char *head, size_t length, int version);

/* %00, %2f, %5c, %2e and dot segments: a path that might be read differently behind another door. */
enum fault framing_check_path(const char *path, size_t length);
