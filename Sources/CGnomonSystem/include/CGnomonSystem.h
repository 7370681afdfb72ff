// The few system calls that Swift cannot import: variadic functions and macros.
#ifndef CGNOMON_SYSTEM_H
#define CGNOMON_SYSTEM_H

#include <stdint.h>

/// Kills this process when its parent ends; forbids new privileges and core files. Returns 0, or an errno.
int gnomon_harden_child(void);

/// Pins the calling thread to one CPU. Returns 0, or an errno.
int gnomon_pin_thread(int cpu);

/// Makes subnormal numbers zero in the calling thread and those it starts from now on, where the processor can.
void gnomon_flush_subnormals(void);

/// The number of CPUs this process may run on, and their numbers (at most `capacity`).
int gnomon_allowed_cpus(int *cpus, int capacity);

/// Resource use of the calling thread: involuntary switches, voluntary switches, minor and major faults.
struct gnomon_thread_usage {
    int64_t involuntary_switches;
    int64_t voluntary_switches;
    int64_t minor_faults;
    int64_t major_faults;
};
void gnomon_thread_usage(struct gnomon_thread_usage *out);

/// Opens a new anonymous in-memory file (close-on-exec). Returns a descriptor, or -errno.
int gnomon_memory_file(const char *name);

/// Limits of a process before it opens anything foreign. A value of 0 or less leaves the limit alone.
/// Returns 0, or an errno.
int gnomon_limit_process(int64_t address_bytes, int64_t cpu_seconds, int64_t file_bytes, int64_t open_files);

/// The CPU the calling thread is on, or -1.
int gnomon_current_cpu(void);

/// Decodes what waitpid returned: the exit code, or -1 when a signal ended the process.
int gnomon_exit_code(int status);

/// Decodes what waitpid returned: the signal that ended the process, or 0.
int gnomon_exit_signal(int status);

/// A pipe that children do not inherit: `ends[0]` to read, `ends[1]` to write. Returns 0, or an errno.
int gnomon_pipe(int ends[2]);

/// Starts a program in a process group of its own with exactly these descriptors as 0, 1, 2 and 3.
/// Returns the process, or -errno.
int gnomon_spawn(const char *path, char *const arguments[], char *const environment[], const int descriptors[4]);

#endif
