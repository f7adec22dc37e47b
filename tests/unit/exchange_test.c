/* Continuations run once, later, and only for those who still wait. There is a loop, but no socket. */
#include "testing.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <sodium.h>

#include "core/date.h"
#include "core/offload.h"
#include "core/service.h"
#include "core/settings.h"

enum { MS = 1000000 };

static h2o_globalconf_t config;
static struct settings settings;
static struct service service;
static h2o_req_t req;

static int open_service(void **unused)
{
    char complaint[256];

    (void)unused;
    setenv("CHEDANG_LEASE_MS", "50", 1);
    setenv("CHEDANG_POLL_MS", "10", 1);
    if (sodium_init() < 0 || !settings_read(&settings, complaint, sizeof(complaint)))
        return -1;
    h2o_config_init(&config);
    h2o_config_register_host(&config, h2o_iovec_init("test", 4), 65535);
    service.settings = &settings;
    h2o_context_init(&service.http, h2o_evloop_create(), &config);
    timers_init(&service.timers, &service);
    offload_attach(&service);
    return 0;
}

static int close_service(void **unused)
{
    h2o_loop_t *loop = service.http.loop;

    (void)unused;
    offload_detach(&service);
    timers_finish(&service.timers, &service);
    h2o_context_dispose(&service.http);
    h2o_config_dispose(&config);
    h2o_evloop_run(loop, 0);
    h2o_evloop_destroy(loop);
    return 0;
}

static struct exchange *arrive(void)
{
    memset(&req, 0, sizeof(req));
    req.version = 0x200; /* there is no socket to watch */
    h2o_mem_init_pool(&req.pool);
    return exchange_begin(&req, &service);
}

static void leave(void)
{
    h2o_mem_clear_pool(&req.pool);
}

static void turn(int64_t ms)
{
    for (int64_t until = clock_monotonic() + ms * MS; clock_monotonic() < until;)
        h2o_evloop_run(service.http.loop, 1);
}

struct seen {
    int times;
    enum fault fault;
    int64_t when;
};

static void note(void *state, const struct answer *answer)
{
    struct seen *seen = state;

    *seen = (struct seen){seen->times + 1, answer->fault, clock_monotonic()};
}

static void a_refusal_comes_once_and_not_at_once(void **unused)
{
    struct seen seen = {0};
    struct exchange *x = arrive();

    (void)unused;
    pending_refuse(pending_new(sizeof(struct pending), x, note, &seen), FAULT_STORE_DOWN);
    assert_int_equal(seen.times, 0);
    turn(20);
    assert_int_equal(seen.times, 1);
    assert_int_equal(seen.fault, FAULT_STORE_DOWN);
    assert_int_equal(service.exchanges, 1);
    leave();
    assert_int_equal(service.exchanges, 0);
}

static void nothing_runs_for_a_client_that_has_left(void **unused)
{
    struct seen seen = {0};
    struct exchange *x = arrive();

    (void)unused;
    pending_refuse(pending_new(sizeof(struct pending), x, note, &seen), FAULT_STORE_DOWN);
    leave();
    assert_int_equal(service.exchanges, 1); /* held by what is pending */
    turn(20);
    assert_int_equal(seen.times, 0);
    assert_int_equal(service.exchanges, 0);
}

static void a_detached_exchange_goes_on(void **unused)
{
    struct seen seen = {0};
    struct exchange *x = arrive();

    (void)unused;
    x->detached = true;
    pending_until(x, clock_monotonic() + 20 * MS, note, &seen);
    leave();
    turn(200);
    assert_int_equal(seen.times, 1);
    assert_int_equal(service.exchanges, 0);
}

static void until_is_never_early(void **unused)
{
    (void)unused;
    for (int wait = -5; wait <= 60; wait += 13) {
        struct seen seen = {0};
        struct exchange *x = arrive();
        int64_t when = clock_monotonic() + (int64_t)wait * MS;

        pending_until(x, when, note, &seen);
        assert_int_equal(seen.times, 0);
        turn(200);
        assert_int_equal(seen.times, 1);
        assert_true(seen.when >= when);
        leave();
    }
}

static int destroyed;

static void destroy(void *object)
{
    (void)object;
    destroyed++;
}

static void what_it_adopts_ends_with_it_and_no_sooner(void **unused)
{
    struct seen seen = {0};
    struct exchange *x = arrive();

    (void)unused;
    destroyed = 0;
    exchange_adopt(x, &seen, destroy);
    const char *text = exchange_text(x, "%s-%d", "a", 7);
    pending_until(x, clock_monotonic() + 20 * MS, note, &seen);
    leave();
    assert_int_equal(destroyed, 0);
    assert_string_equal(text, "a-7");
    turn(200);
    assert_int_equal(destroyed, 1);
}

/* A job that waits until it is let go, so that the test knows what lies in the queue. */
static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;

struct job {
    struct seen seen;
    pthread_t thread;
    int worked; /* read by the loop's thread once the helpers have ended or answered */
};

static void work(void *state)
{
    struct job *job = state;

    pthread_mutex_lock(&gate);
    job->worked++;
    job->thread = pthread_self();
    pthread_mutex_unlock(&gate);
}

static void work_at_once(void *state)
{
    ((struct job *)state)->worked++;
}

static void note_job(void *state, const struct answer *answer)
{
    note(&((struct job *)state)->seen, answer);
}

static void a_full_queue_refuses_and_the_rest_is_done(void **unused)
{
    struct job jobs[5] = {0};
    struct exchange *x = arrive();
    int done = 0, busy = 0;

    (void)unused;
    service.offload = offload_create(1, 2);
    pthread_mutex_lock(&gate);
    offload_run(x, service.offload, work, note_job, &jobs[0]);
    turn(100); /* the helper has taken it and waits */
    for (size_t i = 1; i < COUNT(jobs); i++)
        offload_run(x, service.offload, work, note_job, &jobs[i]);
    turn(20);
    for (size_t i = 0; i < COUNT(jobs); i++)
        busy += jobs[i].seen.times == 1 && jobs[i].seen.fault == FAULT_BUSY;
    assert_int_equal(busy, 2);
    pthread_mutex_unlock(&gate);
    offload_destroy(service.offload); /* what was taken is worked off first */
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(jobs[i].worked, 1);
    turn(50);
    for (size_t i = 0; i < COUNT(jobs); i++) {
        assert_int_equal(jobs[i].seen.times, 1);
        done += jobs[i].seen.fault == FAULT_NONE && !pthread_equal(jobs[i].thread, pthread_self());
    }
    assert_int_equal(done, 3);
    leave();
    assert_int_equal(service.exchanges, 0);
}

static void photos_keep_nobody_else_waiting(void **unused)
{
    struct job photos[2] = {0}, other = {0};
    struct exchange *x = arrive();

    (void)unused;
    service.offload = offload_create(1, 1);
    service.photo_offload = offload_create(1, 1);
    pthread_mutex_lock(&gate);
    for (size_t i = 0; i < COUNT(photos); i++)
        offload_run(x, service.photo_offload, work, note_job, &photos[i]);
    offload_run(x, service.offload, work_at_once, note_job, &other);
    turn(100);
    assert_int_equal(other.seen.times, 1);
    assert_int_equal(other.seen.fault, FAULT_NONE);
    assert_int_equal(photos[0].seen.times, 0);
    pthread_mutex_unlock(&gate);
    offload_destroy(service.photo_offload);
    offload_destroy(service.offload);
    turn(50);
    leave();
    assert_int_equal(service.exchanges, 0);
}

static void what_counts_as_photos_is_given_back(void **unused)
{
    struct seen seen = {0};
    struct exchange *x = arrive();

    (void)unused;
    service.photo_exchanges = 2;
    x->photo_place = &service.photo_exchanges;
    pending_until(x, clock_monotonic() + 20 * MS, note, &seen);
    leave();
    assert_int_equal(service.photo_exchanges, 2); /* its memory is still held */
    turn(200);
    assert_int_equal(service.photo_exchanges, 1);
    service.photo_exchanges = 0;
}

static h2o_socket_t *listened;

static h2o_socket_t *socket_of_client(h2o_conn_t *conn)
{
    (void)conn;
    return listened;
}

/* The buffer is full: whatever more came into it would move it; and larger than those that h2o uses again. */
static void a_request_stays_where_it_is_while_its_client_speaks_early(void **unused)
{
    static const h2o_conn_callbacks_t callbacks = {.get_socket = socket_of_client};
    h2o_conn_t conn = {.callbacks = &callbacks};
    struct exchange *x = arrive();
    struct seen seen = {0};
    int ends[2];

    (void)unused;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    listened = h2o_evloop_socket_create(service.http.loop, ends[0], 0);
    h2o_iovec_t room = h2o_buffer_reserve(&listened->input, 32768);
    memset(room.base, 'r', room.len);
    listened->input->size = room.len;
    req.version = 0x101;
    req.conn = &conn;
    req.entity = room;
    pending_until(x, clock_monotonic() + 50 * MS, note, &seen);
    assert_int_equal(write(ends[1], "early", 5), 5);
    turn(100);
    assert_int_equal(seen.times, 1);
    for (size_t i = 0; i < room.len; i++) /* noticed by the sanitizer, if it is gone */
        assert_int_equal(req.entity.base[i], 'r');
    leave();
    assert_int_equal(listened->input->size, room.len + 5);
    assert_memory_equal(listened->input->bytes + room.len - 1, "rearly", 6);
    h2o_socket_close(listened);
    close(ends[1]);
    turn(5);
}

static void a_job_outlives_the_client_and_tells_nobody(void **unused)
{
    struct exchange *x = arrive();
    struct job *job = exchange_new(x, struct job), kept = {0};

    (void)unused;
    service.offload = offload_create(1, 1);
    pthread_mutex_lock(&gate);
    offload_run(x, service.offload, work, note_job, job);
    offload_run(x, service.offload, work, note_job,
                &kept); /* may or may not find room: it, too, tells nobody */
    leave();
    assert_int_equal(service.exchanges, 1);
    pthread_mutex_unlock(&gate);
    offload_destroy(service.offload);
    turn(50);
    assert_int_equal(kept.seen.times, 0);
    assert_int_equal(service.exchanges, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refusal_comes_once_and_not_at_once),
        cmocka_unit_test(nothing_runs_for_a_client_that_has_left),
        cmocka_unit_test(a_detached_exchange_goes_on),
        cmocka_unit_test(until_is_never_early),
        cmocka_unit_test(what_it_adopts_ends_with_it_and_no_sooner),
        cmocka_unit_test(a_full_queue_refuses_and_the_rest_is_done),
        cmocka_unit_test(photos_keep_nobody_else_waiting),
        cmocka_unit_test(what_counts_as_photos_is_given_back),
        cmocka_unit_test(a_request_stays_where_it_is_while_its_client_speaks_early),
        cmocka_unit_test(a_job_outlives_the_client_and_tells_nobody),
    };
    return cmocka_run_group_tests(tests, open_service, close_service);
}
