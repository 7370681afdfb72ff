// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// Native/torch/eager.cpp.
    static let eagerSource = ##"""
// Operators applied one by one, with their derivatives.
#include "include/gnomon_torch.h"
#include "include/program.h"

#include <ATen/Context.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/autograd.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

extern "C" {

int32_t gnt_has_device(const char *device) {
    try {
        c10::Device wanted{std::string(device)};
        if (wanted.is_cpu()) return 1;
        return wanted.is_cuda() && at::globalContext().hasCUDA() ? 1 : 0;
    } catch (...) {
        return 0;
    }
}

gnt_tensor *gnt_tensor_to(const gnt_tensor *tensor, const char *device) {
    try {
        return new gnt_tensor{tensor->value.to(c10::Device(std::string(device)))};
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

int32_t gnt_tensor_copy(gnt_tensor *tensor, const gnt_tensor *from) {
    try {
        c10::AutoGradMode guard(false);
        if (tensor->value.sizes() != from->value.sizes()) throw std::invalid_argument("the shapes differ");
        tensor->value.copy_(from->value);
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

gnt_tensor *gnt_tensor_detach(const gnt_tensor *tensor) {
    try {
        return new gnt_tensor{tensor->value.detach()};
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

int32_t gnt_tensor_record(gnt_tensor *tensor, int32_t on) {
    try {
        tensor->value.set_requires_grad(on != 0);
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_record(int32_t on) {
    bool before = c10::GradMode::is_enabled();
    c10::GradMode::set_enabled(on != 0);
    return before ? 1 : 0;
}

int32_t gnt_keep_memory(void) {
#ifdef __GLIBC__
    // The first is the largest glibc takes; both also switch off its own guessing.
    mallopt(M_MMAP_THRESHOLD, 32 << 20);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
#endif
    return 0;
}

int32_t gnt_apply(
    const char *name, gnt_tensor *const *inputs, int32_t input_count, gnt_tensor **outputs,
    int32_t output_count, const int64_t *integers, const int32_t *lengths, int32_t list_count,
    const double *numbers, int32_t number_count) {
    try {
        gnt::Step step;
        step.run = gnt::find_operator(name);
        if (!step.run) throw std::invalid_argument(std::string("no operator '") + name + "'");
        step.name = name;
        std::vector<at::Tensor> slots(static_cast<size_t>(input_count + output_count));
        for (int32_t index = 0; index < input_count; ++index) {
            step.inputs.push_back(inputs[index] ? index : -1);
            if (inputs[index]) slots[index] = inputs[index]->value;
        }
        for (int32_t index = 0; index < output_count; ++index) step.outputs.push_back(input_count + index);
        for (int32_t list = 0; list < list_count; ++list) {
            step.lists.emplace_back(integers, integers + lengths[list]);
            integers += lengths[list];
        }
        step.numbers.assign(numbers, numbers + number_count);
        gnt::run_step(step, slots);
        for (int32_t index = 0; index < output_count; ++index) {
            auto &value = slots[input_count + index];
            outputs[index] = value.defined() ? new gnt_tensor{std::move(value)} : nullptr;
        }
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_gradients(
    const gnt_tensor *scalar, gnt_tensor *const *inputs, int32_t count, int32_t again,
    gnt_tensor **gradients) {
    try {
        c10::AutoGradMode guard(true);
        std::vector<at::Tensor> values;
        for (int32_t index = 0; index < count; ++index) values.push_back(inputs[index]->value);
        auto found = torch::autograd::grad({scalar->value}, values, {}, again != 0, again == 1, true);
        for (int32_t index = 0; index < count; ++index) {
            gradients[index] = found[index].defined() ? new gnt_tensor{found[index]} : nullptr;
        }
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

}  // extern "C"

"""##
}
