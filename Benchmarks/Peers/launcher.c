/* Runs two programs in turn and says how long each took and how much memory it had at its peak.
 *
 *   launcher PAIRS OUTPUT_A OUTPUT_B A... -- B...
 *
 * Each runs once unmeasured, so that caches are warm; what it wrote to standard output then goes to
 * OUTPUT_A and OUTPUT_B. After that A B A B ..., PAIRS times, a line each: wall time of A in
 * nanoseconds, its peak memory in KiB, the same of B. The clock starts before the program is spawned
 * and stops when it has ended; its output is read through a pipe meanwhile. A program that fails, or
 * that does not write the same bytes as the first time, ends everything with a message.
 *
 * It is C and linked statically because it is part of what it measures: a child's peak begins with
 * what its parent held when it spawned it, and a forking Python costs milliseconds.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST_OUTPUT = 4 << 20 };

/* What a program wrote the first time, and what it wrote now. Pages that are not used cost nothing. */
static char first[2][MOST_OUTPUT], again[MOST_OUTPUT];
static size_t first_count[2];

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("launcher: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(70);
}

static long long nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* Reads until the program has closed its end of the pipe. */
static size_t drain(int pipe, char *bytes) {
  size_t count = 0;
  for (;;) {
    ssize_t more = read(pipe, bytes + count, MOST_OUTPUT - count);
    if (more < 0 && errno == EINTR) continue;
    if (more < 0) fail("read: %s", strerror(errno));
    if (more == 0) return count;
    count += (size_t)more;
    if (count == MOST_OUTPUT) fail("more than %d bytes of output", MOST_OUTPUT);
  }
}

struct measure {
  long long wall, peak;
  size_t count;
};

static struct measure run(char **program, char *output) {
  int ends[2];
  if (pipe(ends) != 0) fail("pipe: %s", strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", 0, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  posix_spawn_file_actions_addclose(&actions, ends[1]);

  struct measure measure;
  struct rusage usage;
  pid_t child;
  int status;
  long long start = nanoseconds();
  int error = posix_spawnp(&child, program[0], &actions, NULL, program, environ);
  if (error != 0) fail("%s: %s", program[0], strerror(error));
  close(ends[1]);
  measure.count = drain(ends[0], output);
  while (wait4(child, &status, 0, &usage) < 0)
    if (errno != EINTR) fail("wait4: %s", strerror(errno));
  measure.wall = nanoseconds() - start;
  measure.peak = usage.ru_maxrss;
  close(ends[0]);
  posix_spawn_file_actions_destroy(&actions);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    fail("%s: status %d", program[0], WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
  return measure;
}

static void keep(const char *path, const char *bytes, size_t count) {
  FILE *file = fopen(path, "wb");
  if (file == NULL || fwrite(bytes, 1, count, file) != count || fclose(file) != 0)
    fail("%s: %s", path, strerror(errno));
}

int main(int argc, char **argv) {
  char **programs[2] = {argv + 4, NULL};
  for (int i = 4; i < argc && programs[1] == NULL; i++) {
    if (strcmp(argv[i], "--") != 0) continue;
    argv[i] = NULL;
    programs[1] = argv + i + 1;
  }
  if (programs[1] == NULL || *programs[0] == NULL || *programs[1] == NULL) {
    fputs("usage: launcher PAIRS OUTPUT_A OUTPUT_B A... -- B...\n", stderr);
    return 64;
  }
  for (int which = 0; which < 2; which++) {
    first_count[which] = run(programs[which], first[which]).count;
    keep(argv[2 + which], first[which], first_count[which]);
  }
  for (int pairs = atoi(argv[1]); pairs > 0; pairs--) {
    for (int which = 0; which < 2; which++) {
      struct measure found = run(programs[which], again);
      if (found.count != first_count[which] || memcmp(again, first[which], found.count) != 0)
        fail("%s: another answer than the first time", programs[which][0]);
      printf("%lld %lld%c", found.wall, found.peak, which == 0 ? ' ' : '\n');
    }
    fflush(stdout);
  }
  return 0;
}
