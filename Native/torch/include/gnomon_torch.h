// The C functions Gnomon calls in LibTorch: tensors, programs of tensor operations, and training.
//
// No exception and no C++ type crosses this border. A function that can fail returns NULL or -1 and leaves a
// sentence in gnt_last_error(), which belongs to the calling thread. Tensors and programs are used by one
// thread at a time.
#ifndef GNOMON_TORCH_H
#define GNOMON_TORCH_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct gnt_tensor gnt_tensor;
typedef struct gnt_program gnt_program;

// Changes whenever a function here changes its meaning; the caller compares it with its own number.
int32_t gnt_abi(void);
const char *gnt_last_error(void);
// The version of LibTorch this was compiled against.
const char *gnt_version(void);
// Threads inside one operation, and whether oneDNN may be used. For the whole process.
int32_t gnt_configure(int32_t threads, int32_t onednn);

// Element types are numbered as in ONNX. Bytes are packed, in row-major order.
gnt_tensor *gnt_tensor_make(
    const void *bytes, int64_t count, int32_t type, const int64_t *sizes, int32_t rank);
gnt_tensor *gnt_tensor_full(double value, int32_t type, const int64_t *sizes, int32_t rank);
gnt_tensor *gnt_tensor_convert(const gnt_tensor *tensor, int32_t type);
void gnt_tensor_free(gnt_tensor *tensor);
int32_t gnt_tensor_type(const gnt_tensor *tensor);
int32_t gnt_tensor_rank(const gnt_tensor *tensor);
int32_t gnt_tensor_sizes(const gnt_tensor *tensor, int64_t *sizes);
int64_t gnt_tensor_bytes(const gnt_tensor *tensor);
int32_t gnt_tensor_read(const gnt_tensor *tensor, void *bytes, int64_t count);

// A program is a list of steps over numbered slots. A step is an operator, the slots it reads (-1 where an
// optional one is absent) and writes, lists of integers and a list of numbers.
gnt_program *gnt_program_make(int32_t slots);
void gnt_program_free(gnt_program *program);
// Puts a tensor into a slot for good: an input, a constant, a weight.
int32_t gnt_program_bind(gnt_program *program, int32_t slot, const gnt_tensor *tensor);
// Adds a step. One that runs `once` is executed by gnt_program_seal, and its results are kept.
int32_t gnt_program_step(
    gnt_program *program, const char *name, int32_t once, const int32_t *inputs, int32_t input_count,
    const int32_t *outputs, int32_t output_count, const int64_t *integers, const int32_t *lengths,
    int32_t list_count, const double *numbers, int32_t number_count);
// Ends the building: executes what runs once, and decides after which step each value is given back.
int32_t gnt_program_seal(gnt_program *program, const int32_t *kept, int32_t count);
// Runs every other step, without autograd.
int32_t gnt_program_run(gnt_program *program);
// The same with the nanoseconds of each step, in the order they were added; 0 for steps that run once.
int32_t gnt_program_times(gnt_program *program, int64_t *nanoseconds);
// Runs, and tells of each step whether all it wrote is memory of what it read.
int32_t gnt_program_views(gnt_program *program, uint8_t *views);
// The tensor in a slot after a run.
gnt_tensor *gnt_program_value(const gnt_program *program, int32_t slot);
// Gives back everything but what was bound or runs once.
void gnt_program_release(gnt_program *program);
// Whether there is an operator of that name.
int32_t gnt_has_operator(const char *name);

// Whether a device can be used: "cpu", "cuda", "cuda:1".
int32_t gnt_has_device(const char *device);
gnt_tensor *gnt_tensor_to(const gnt_tensor *tensor, const char *device);
// Copies the values of one tensor into another of the same shape.
int32_t gnt_tensor_copy(gnt_tensor *tensor, const gnt_tensor *from);
// The same memory without history.
gnt_tensor *gnt_tensor_detach(const gnt_tensor *tensor);
// Whether operators on this tensor are recorded for gradients.
int32_t gnt_tensor_record(gnt_tensor *tensor, int32_t on);
// Whether anything is recorded on this thread; returns what held before.
int32_t gnt_record(int32_t on);
// Applies one operator of the table; a NULL input is an absent one, a NULL output was not written.
int32_t gnt_apply(
    const char *name, gnt_tensor *const *inputs, int32_t input_count, gnt_tensor **outputs,
    int32_t output_count, const int64_t *integers, const int32_t *lengths, int32_t list_count,
    const double *numbers, int32_t number_count);
// Keeps freed memory in the process: training asks for the same sizes again and again, and each new page costs a
// fault. For the whole process.
int32_t gnt_keep_memory(void);
// The derivative of a scalar in each input; NULL where it does not depend on one. With `again` 1, the derivatives
// can be differentiated themselves; with 2, what was recorded is kept for another derivative of the same values.
int32_t gnt_gradients(
    const gnt_tensor *scalar, gnt_tensor *const *inputs, int32_t count, int32_t again,
    gnt_tensor **gradients);
// One step of AdamW (arXiv:1711.05101) over all parameters, in place; `step` counts from 1, a NULL gradient
// leaves its parameter alone, a positive `clip` bounds the norm of all gradients together.
int32_t gnt_adamw(
    gnt_tensor *const *parameters, gnt_tensor *const *gradients, gnt_tensor *const *first,
    gnt_tensor *const *second, int32_t count, int64_t step, double rate, double beta1, double beta2,
    double epsilon, double decay, double clip);
// The derivatives of a scalar in all parameters and a step of AdamW, in one call. Derivatives of layers with few rows
// are never written to memory.
int32_t gnt_adamw_minimize(
    const gnt_tensor *scalar, gnt_tensor *const *parameters, gnt_tensor *const *first,
    gnt_tensor *const *second, int32_t count, int64_t step, double rate, double beta1, double beta2,
    double epsilon, double decay);
// One step of gradient descent with momentum: v = momentum v + g + decay p, p = p - rate v.
int32_t gnt_descend(
    gnt_tensor *const *parameters, gnt_tensor *const *gradients, gnt_tensor *const *velocities,
    int32_t count, double rate, double momentum, double decay);

#ifdef __cplusplus
}
#endif
#endif
