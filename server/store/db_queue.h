/*
 * db_queue - the statements of one connection: what waits, what is on its way, and what came back, in order
 *
 * A statement is committed by itself, unless it may be committed `together`: then those that came while a
 * group was on its way make the next group, one transaction and one flush of PostgreSQL's log for all. A
 * group in which one fails has changed nothing; its statements go again, each by itself, so that a bad one
 * takes nobody along. Pure: the connection does the sending.
 */
#pragma once

#include <libpq-fe.h>

#include "store/db.h"

/* Its place in the queue stays even when nobody waits for it any more. */
struct db_statement {
    struct pending pending;
    enum query query;
    struct db_values values;
    int64_t deadline;
    bool together;
    bool last; /* of its group: a sync follows */
    PGresult *result;
};

struct db_queue {
    struct service *service;
    h2o_linklist_t waiting;   /* each for itself */
    h2o_linklist_t gathering; /* for the next group */
    h2o_linklist_t group;     /* that is being sent */
    h2o_linklist_t sent;      /* in the order of the replies */
    bool grouped;             /* a group is on its way */
    unsigned load;
};

void db_queue_init(struct db_queue *queue, struct service *service);
void db_queue_add(struct db_queue *queue, struct db_statement *statement);

/* What is to be sent now, NULL when there is nothing. Goes to the end of `sent`. */
struct db_statement *db_queue_take(struct db_queue *queue);

/* Takes over the result of the statement whose turn it is, or of the commit behind it. */
void db_queue_result(struct db_queue *queue, PGresult *result);

/* The sync of the first group has come: only now is it committed. Runs continuations. */
void db_queue_sync(struct db_queue *queue);

/* All of them, but not at once: the caller may be the one who has just asked. */
void db_queue_fail(struct db_queue *queue, enum fault fault);

/* Whether the first one has waited for longer than it may. */
bool db_queue_late(const struct db_queue *queue, int64_t now);
