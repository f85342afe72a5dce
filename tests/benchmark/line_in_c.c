/* The two models of the benchmark, as somebody who writes C for them alone would: no line model, nothing general.
 * line_in_c mm1 CUSTOMERS SEED   a queue with one server, load 0.8
 * line_in_c line PARTS SEED      five stations, buffers of 10, breakdowns at work, blocking after service
 * Prints events, time, the figures that are compared, and seconds. Kept as the kernel keeps them: pieces inside; of each
 * station its queue, most in it, waits, time by state and cycles; pieces out, their flow times, squares, least and most. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t mix(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    return x ^ (x >> 31);
}

static uint64_t keys[64], drawn[64];

static double exponential(int stream, double mean) {
    uint64_t bits = mix(keys[stream] + ++drawn[stream] * 0x9E3779B97F4A7C15ULL);
    return -mean * log(((double)(bits >> 12) + 0.5) * 0x1p-52);
}

typedef struct { double time; int64_t sequence; int what, who; } Event;
static Event heap[1024];
static int events;
static int64_t sequence;

static int before(const Event *a, const Event *b) {
    return a->time < b->time || (a->time == b->time && a->sequence < b->sequence);
}

static void plan(double time, int what, int who) {
    Event added = {time, sequence++, what, who};
    int at = events++;
    while (at > 0 && before(&added, &heap[(at - 1) / 2])) { heap[at] = heap[(at - 1) / 2]; at = (at - 1) / 2; }
    heap[at] = added;
}

static Event next(void) {
    Event first = heap[0], last = heap[--events];
    int at = 0;
    for (int child = 1; child < events; child = 2 * at + 1) {
        if (child + 1 < events && before(&heap[child + 1], &heap[child])) child++;
        if (!before(&heap[child], &last)) break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = last;
    return first;
}

static double now, inside_area, inside_since;
static int64_t inside;

static void count_inside(int change) {
    inside_area += (double)inside * (now - inside_since);
    inside_since = now;
    inside += change;
}

static double flow, flow_squares, flow_least = INFINITY, flow_most;

static void leave(double entered) {
    double stay = now - entered;
    flow += stay;
    flow_squares += stay * stay;
    if (stay < flow_least) flow_least = stay;
    if (stay > flow_most) flow_most = stay;
}

static double *queue_times;
static int64_t queue_first, queue_count, queue_room = 1 << 20;

static void mm1(int64_t customers) {
    double queue_area = 0, queue_since = 0, idle = 0, busy = 0, since = 0, wait = 0, entered = 0;
    int64_t done = 0, count = 0, cycles = 0, most = 0;
    int working = 0;
    queue_times = malloc(queue_room * sizeof *queue_times);
    plan(exponential(0, 1.0), 0, 0);
    while (done < customers) {
        Event event = next();
        now = event.time;
        count++;
        if (event.what == 0) {
            plan(now + exponential(0, 1.0), 0, 0);
            count_inside(1);
            queue_area += (double)queue_count * (now - queue_since);
            queue_since = now;
            queue_times[(queue_first + queue_count++) & (queue_room - 1)] = now;
            if (queue_count > most) most = queue_count;
        } else {
            working = 0;
            busy += now - since;
            since = now;
            cycles++;
            count_inside(-1);
            done++;
            leave(entered);
        }
        if (!working && queue_count) {
            entered = queue_times[queue_first++ & (queue_room - 1)];
            queue_area += (double)queue_count-- * (now - queue_since);
            queue_since = now;
            wait += now - entered;
            working = 1;
            idle += now - since;
            since = now;
            plan(now + exponential(1, 0.8), 1, 0);
        }
    }
    count_inside(0);
    printf("%lld %.9g %.9g %.9g", (long long)count, now, inside_area / now, wait / (double)done);
    printf(" %.9g %.9g %.9g %lld %lld", queue_area / now, idle / now, busy / now, (long long)most, (long long)cycles);
    printf(" %.9g %.9g %.9g %.9g\n", flow / (double)done, flow_squares, flow_least, flow_most);
}

enum { STATIONS = 5, ROOM = 10, STATES = 4 };
enum { IDLE, BUSY, BLOCKED, DOWN };
typedef struct {
    int state, queued, holds, fails, most;
    int64_t cycles;
    double since, left, life, started, entered, hours[STATES], queue_area, queue_since, wait;
    struct { double queued, entered; } queue[16];
    int first;
} Station;
static Station stations[STATIONS];

static void set_state(Station *s, int state) {
    s->hours[s->state] += now - s->since;
    s->since = now;
    s->state = state;
}

static void queue_change(Station *s, int change) {
    s->queue_area += s->queued * (now - s->queue_since);
    s->queue_since = now;
    s->queued += change;
    if (s->queued > s->most) s->most = s->queued;
}

static void work(int n) {
    Station *s = &stations[n];
    s->started = now;
    s->fails = s->life < s->left;
    set_state(s, BUSY);
    plan(now + (s->fails ? s->life : s->left), 0, n);
}

static void feed(int n);

static void load(int n) {
    Station *s = &stations[n];
    s->holds = 1;
    s->left = exponential(n, 1.0);
    work(n);
}

static void push(int n) {
    Station *s = &stations[n];
    s->queue[(s->first + s->queued) & 15].queued = now;
    s->queue[(s->first + s->queued) & 15].entered = stations[n - 1].entered;
    queue_change(s, 1);
}

static void feed(int n) {
    Station *s = &stations[n];
    if (s->holds) return;
    if (n == 0) { count_inside(1); s->entered = now; load(0); return; }
    if (s->queued == 0) { set_state(s, IDLE); return; }
    s->wait += now - s->queue[s->first & 15].queued;
    s->entered = s->queue[s->first++ & 15].entered;
    queue_change(s, -1);
    load(n);
    if (stations[n - 1].state == BLOCKED) {
        stations[n - 1].holds = 0;
        push(n);
        feed(n - 1);
    }
}

static void line(int64_t parts) {
    int64_t done = 0, count = 0;
    for (int n = 0; n < STATIONS; n++) stations[n].life = exponential(16 + n, 50.0);
    feed(0);
    while (done < parts) {
        Event event = next();
        int n = event.who;
        Station *s = &stations[n];
        now = event.time;
        count++;
        if (s->state == DOWN) {
            s->life = exponential(16 + n, 50.0);
            work(n);
        } else if (s->fails) {
            s->left -= now - s->started;
            s->fails = 0;
            set_state(s, DOWN);
            plan(now + exponential(32 + n, 5.0), 0, n);
        } else {
            s->life -= s->left;
            s->cycles++;
            if (n == STATIONS - 1) {
                s->holds = 0;
                count_inside(-1);
                done++;
                leave(s->entered);
                feed(n);
            } else if (stations[n + 1].queued < ROOM || !stations[n + 1].holds) {
                s->holds = 0;
                push(n + 1);
                feed(n + 1);
                feed(n);
            } else {
                set_state(s, BLOCKED);
            }
        }
    }
    count_inside(0);
    printf("%lld %.9g %.9g", (long long)count, now, inside_area / now);
    for (int n = 0; n < STATIONS; n++) {
        set_state(&stations[n], stations[n].state);
        printf(" %.9g %.9g", stations[n].hours[BUSY] / now, stations[n].queue_area / now);
        printf(" %.9g %d %lld", stations[n].wait, stations[n].most, (long long)stations[n].cycles);
    }
    printf(" %.9g %.9g %.9g %.9g\n", flow / (double)done, flow_squares, flow_least, flow_most);
}

int main(int argc, char **argv) {
    (void)argc;
    struct timespec start, end;
    uint64_t seed = strtoull(argv[3], 0, 10);
    for (int n = 0; n < 64; n++) keys[n] = mix(mix(seed + 0x9E3779B97F4A7C15ULL) ^ mix((uint64_t)n + 1));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &start);
    if (strcmp(argv[1], "mm1") == 0) mm1(atoll(argv[2])); else line(atoll(argv[2]));
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("%.9f\n", (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec));
    return 0;
}
