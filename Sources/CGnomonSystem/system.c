#define _GNU_SOURCE
#include "CGnomonSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int gnomon_harden_child(void) {
    // The parent may already be gone when this runs: the caller checks getppid afterwards.
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return errno;
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
    if (prctl(PR_SET_DUMPABLE, 0) != 0) return errno;
    return 0;
}

int gnomon_pin_thread(int cpu) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0 ? 0 : errno;
}

int gnomon_allowed_cpus(int *cpus, int capacity) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 0;
    int count = 0;
    for (int cpu = 0; cpu < CPU_SETSIZE; cpu++) {
        if (!CPU_ISSET(cpu, &set)) continue;
        if (count < capacity) cpus[count] = cpu;
        count++;
    }
    return count;
}

void gnomon_thread_usage(struct gnomon_thread_usage *out) {
    struct rusage usage;
    memset(&usage, 0, sizeof usage);
    getrusage(RUSAGE_THREAD, &usage);
    out->involuntary_switches = usage.ru_nivcsw;
    out->voluntary_switches = usage.ru_nvcsw;
    out->minor_faults = usage.ru_minflt;
    out->major_faults = usage.ru_majflt;
}

int gnomon_memory_file(const char *name) {
    int descriptor = memfd_create(name, MFD_CLOEXEC);
    return descriptor >= 0 ? descriptor : -errno;
}

static int lower_limit(int resource, int64_t value) {
    struct rlimit limit;
    if (value <= 0) return 0;
    if (getrlimit(resource, &limit) != 0) return errno;
    rlim_t wanted = (rlim_t)value;
    if (limit.rlim_max != RLIM_INFINITY && wanted > limit.rlim_max) wanted = limit.rlim_max;
    limit.rlim_cur = wanted;
    limit.rlim_max = wanted;
    return setrlimit(resource, &limit) == 0 ? 0 : errno;
}

int gnomon_limit_process(int64_t address_bytes, int64_t cpu_seconds, int64_t file_bytes, int64_t open_files) {
    struct rlimit none = {0, 0};
    if (setrlimit(RLIMIT_CORE, &none) != 0) return errno;
    int error = lower_limit(RLIMIT_AS, address_bytes);
    if (error == 0) error = lower_limit(RLIMIT_CPU, cpu_seconds);
    if (error == 0) error = lower_limit(RLIMIT_FSIZE, file_bytes);
    if (error == 0) error = lower_limit(RLIMIT_NOFILE, open_files);
    return error;
}

void gnomon_flush_subnormals(void) {
#if defined(__SSE2__)
    // Flush to zero (bit 15) what comes out, denormals are zero (bit 6) what goes in.
    __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);
#elif defined(__aarch64__)
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    __asm__ volatile("msr fpcr, %0" : : "r"(control | (1u << 24)));
#endif
}

int gnomon_current_cpu(void) { return sched_getcpu(); }

int gnomon_exit_code(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : -1; }

int gnomon_exit_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

int gnomon_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) == 0 ? 0 : errno; }

int gnomon_spawn(const char *path, char *const arguments[], char *const environment[], const int descriptors[4]) {
    // Through high numbers first, so that no move overwrites a descriptor that is still to be moved.
    enum { high = 900 };
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    pid_t process = 0;
    int error = posix_spawn_file_actions_init(&actions);
    if (error != 0) return -error;
    error = posix_spawnattr_init(&attributes);
    if (error != 0) {
        posix_spawn_file_actions_destroy(&actions);
        return -error;
    }
    for (int i = 0; i < 4 && error == 0; i++)
        error = posix_spawn_file_actions_adddup2(&actions, descriptors[i], high + i);
    for (int i = 0; i < 4 && error == 0; i++)
        error = posix_spawn_file_actions_adddup2(&actions, high + i, i);
    if (error == 0) error = posix_spawn_file_actions_addclosefrom_np(&actions, 4);
    if (error == 0) error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    if (error == 0) error = posix_spawnattr_setpgroup(&attributes, 0);
    if (error == 0) error = posix_spawn(&process, path, &actions, &attributes, arguments, environment);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return error == 0 ? process : -error;
}
