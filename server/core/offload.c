#include "core/offload.h"

#include <pthread.h>
#include <stdlib.h>

#include "core/background.h"
#include "core/service.h"

struct job {
    struct pending pending;
    h2o_multithread_message_t done;
    void (*work)(void *state);
    h2o_linklist_t waiting;
};

struct offload {
    pthread_mutex_t lock;
    pthread_cond_t arrived;
    h2o_linklist_t queue;
    long length, longest;
    bool ending;
    long threads;
    pthread_t thread[];
};

static struct job *take(struct offload *o)
{
    struct job *job = NULL;

    pthread_mutex_lock(&o->lock);
    while (h2o_linklist_is_empty(&o->queue) && !o->ending)
        pthread_cond_wait(&o->arrived, &o->lock);
    if (!h2o_linklist_is_empty(&o->queue)) {
        job = H2O_STRUCT_FROM_MEMBER(struct job, waiting, o->queue.next);
        h2o_linklist_unlink(&job->waiting);
        o->length--;
    }
    pthread_mutex_unlock(&o->lock);
    return job;
}

static void *helper(void *argument)
{
    struct offload *o = argument;

    background_begin();
    for (struct job *job; (job = take(o)) != NULL;) {
        job->work(job->pending.state);
        h2o_multithread_send_message(&job->pending.x->service->offloaded, &job->done);
    }
    background_end();
    return NULL;
}

struct offload *offload_create(long threads, long queue)
{
    struct offload *o = h2o_mem_alloc(sizeof(*o) + (size_t)threads * sizeof(o->thread[0]));

    *o = (struct offload){.longest = queue, .threads = threads};
    pthread_mutex_init(&o->lock, NULL);
    pthread_cond_init(&o->arrived, NULL);
    h2o_linklist_init_anchor(&o->queue);
    for (long i = 0; i < threads; i++)
        if (pthread_create(&o->thread[i], NULL, helper, o) != 0)
            h2o_fatal("offload: no helper thread");
    return o;
}

void offload_destroy(struct offload *o)
{
    pthread_mutex_lock(&o->lock);
    o->ending = true;
    pthread_cond_broadcast(&o->arrived);
    pthread_mutex_unlock(&o->lock);
    for (long i = 0; i < o->threads; i++)
        pthread_join(o->thread[i], NULL);
    pthread_cond_destroy(&o->arrived);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

static void on_done(h2o_multithread_receiver_t *receiver, h2o_linklist_t *messages)
{
    (void)receiver;
    while (!h2o_linklist_is_empty(messages)) {
        h2o_multithread_message_t *done =
            H2O_STRUCT_FROM_MEMBER(h2o_multithread_message_t, link, messages->next);
        struct job *job = H2O_STRUCT_FROM_MEMBER(struct job, done, done);

        h2o_linklist_unlink(&done->link);
        pending_finish(&job->pending, &(struct answer){.fault = FAULT_NONE});
    }
}

void offload_attach(struct service *service)
{
    h2o_multithread_register_receiver(service->http.queue, &service->offloaded, on_done);
}

void offload_detach(struct service *service)
{
    h2o_multithread_unregister_receiver(service->http.queue, &service->offloaded);
}

void offload_run(struct exchange *x, struct offload *o, void (*work)(void *state), continuation *resume,
                 void *state)
{
    struct job *job = pending_new(sizeof(*job), x, resume, state);
    bool full;

    job->work = work;
    pthread_mutex_lock(&o->lock);
    full = o->length >= o->longest;
    if (!full) {
        o->length++;
        h2o_linklist_insert(&o->queue, &job->waiting);
        pthread_cond_signal(&o->arrived);
    }
    pthread_mutex_unlock(&o->lock);
    if (full)
        pending_refuse(&job->pending, FAULT_BUSY);
}
