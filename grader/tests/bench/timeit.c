/* SPDX-License-Identifier: MIT
 *
 * Times commands side by side: round by round each command once, so that whatever the
 * computer does meanwhile strikes all of them alike. Prints the median wall time, its ratio
 * to the last base row, and the largest resident set among the row's processes.
 *
 *     timeit ROUNDS (--base|--row STATUS LABEL COMMAND...)...
 *
 * STATUS is the exit status that the command must have; any other is counted and shown, and
 * makes timeit fail.
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ROWS_MAX 32
#define ROUNDS_MAX 10000

struct row {
    bool base;
    int status;
    const char *label;
    char **argv;
    double *times_ms;
    long max_rss_kib;
    int wrong, wrong_status;
};

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The exit status, 128 + signal, or -1; *rss_kib is the command's own and its children's. */
static int run(char **argv, double *wall_ms, long *rss_kib)
{
    double start = now_ms();
    pid_t pid = fork();
    if (pid < 0)
        return -1;
    if (pid == 0) {
        int null = open("/dev/null", O_RDWR);
        dup2(null, 0);
        dup2(null, 1);
        dup2(null, 2);
        execvp(argv[0], argv);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (wait4(pid, &status, 0, &usage) < 0)
        return -1;
    *wall_ms = now_ms() - start;
    *rss_kib = usage.ru_maxrss;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static void run_row(struct row *row, int round)
{
    long rss_kib = 0;
    int status = run(row->argv, &row->times_ms[round], &rss_kib);
    if (status != row->status) {
        row->wrong++;
        row->wrong_status = status;
    }
    if (rss_kib > row->max_rss_kib)
        row->max_rss_kib = rss_kib;
}

/* Fills rows from the command line, which is cut up in place; 0 when it can't be read. */
static int read_rows(char **argv, int rounds, struct row *rows)
{
    int count = 0;
    while (*argv) {
        bool base = strcmp(*argv, "--base") == 0;
        if (count == ROWS_MAX || (!base && strcmp(*argv, "--row") != 0))
            return 0;
        *argv = NULL;
        if (!argv[1] || !argv[2] || !argv[3])
            return 0;
        rows[count++] = (struct row){
            .base = base,
            .status = atoi(argv[1]),
            .label = argv[2],
            .argv = argv + 3,
            .times_ms = calloc((size_t)rounds, sizeof(double)),
        };
        for (argv += 3;
             *argv && strcmp(*argv, "--base") != 0 && strcmp(*argv, "--row") != 0;)
            argv++;
    }
    return count;
}

static int print_rows(struct row *rows, int count, int rounds)
{
    int wrong = 0;
    double base_ms = 0;
    printf("%-44s %10s %10s %7s %9s\n", "", "median ms", "90% ms", "ratio", "RSS KiB");
    for (int i = 0; i < count; i++) {
        struct row *row = &rows[i];
        qsort(row->times_ms, (size_t)rounds, sizeof(double), by_value);
        double median_ms = row->times_ms[rounds / 2];
        if (row->base)
            base_ms = median_ms;
        printf("%s%-44s %10.2f %10.2f %6.2fx %9ld", row->base && i ? "\n" : "",
               row->label, median_ms, row->times_ms[rounds * 9 / 10],
               base_ms ? median_ms / base_ms : 1, row->max_rss_kib);
        if (row->wrong)
            printf("  %d x status %d", row->wrong, row->wrong_status);
        printf("\n");
        wrong += row->wrong;
        free(row->times_ms);
    }
    return wrong;
}

int main(int argc, char **argv)
{
    static struct row rows[ROWS_MAX];
    int rounds = argc > 1 ? atoi(argv[1]) : 0;
    int count =
        rounds > 0 && rounds <= ROUNDS_MAX ? read_rows(argv + 2, rounds, rows) : 0;
    if (!count) {
        fprintf(stderr,
                "usage: timeit ROUNDS (--base|--row STATUS LABEL COMMAND...)...\n");
        return 2;
    }
    for (int i = 0; i < count; i++) /* warm up: files and caches */
        run(rows[i].argv, &rows[i].times_ms[0], &(long){0});
    for (int round = 0; round < rounds; round++)
        for (int i = 0; i < count; i++)
            run_row(&rows[i], round);
    return print_rows(rows, count, rounds) != 0;
}
