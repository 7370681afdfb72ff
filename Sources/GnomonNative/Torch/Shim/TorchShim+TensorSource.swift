// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// Native/torch/tensor.cpp.
    static let tensorSource = ##"""
// Tensors: memory in, memory out.
#include "include/gnomon_torch.h"
#include "include/program.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/full.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <cstring>
#include <mutex>

namespace gnt {

static thread_local std::string last_error;

void remember_error() noexcept {
    try {
        throw;
    } catch (const c10::Error &error) {
        last_error = error.what_without_backtrace();
    } catch (const std::exception &error) {
        last_error = error.what();
    } catch (...) {
        last_error = "an unknown exception";
    }
}

at::ScalarType scalar_type(int64_t onnx) {
    switch (onnx) {
    case 1: return at::kFloat;
    case 2: return at::kByte;
    case 3: return at::kChar;
    case 4: return at::kUInt16;
    case 5: return at::kShort;
    case 6: return at::kInt;
    case 7: return at::kLong;
    case 9: return at::kBool;
    case 10: return at::kHalf;
    case 11: return at::kDouble;
    case 12: return at::kUInt32;
    case 13: return at::kUInt64;
    case 16: return at::kBFloat16;
    default: throw std::invalid_argument("element type " + std::to_string(onnx) + " is not known here");
    }
}

int32_t onnx_type(at::ScalarType type) {
    for (int32_t onnx : {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 16}) {
        if (scalar_type(onnx) == type) return onnx;
    }
    return 0;
}

static at::IntArrayRef shape(const int64_t *sizes, int32_t rank) {
    if (rank < 0 || (rank > 0 && !sizes)) throw std::invalid_argument("no sizes");
    for (int32_t axis = 0; axis < rank; ++axis) {
        if (sizes[axis] < 0) throw std::invalid_argument("a size is negative");
    }
    return at::IntArrayRef(sizes, static_cast<size_t>(rank));
}

}  // namespace gnt

extern "C" {

int32_t gnt_abi(void) { return 3; }

const char *gnt_last_error(void) { return gnt::last_error.c_str(); }

const char *gnt_version(void) { return TORCH_VERSION; }

int32_t gnt_configure(int32_t threads, int32_t onednn) {
    try {
        static std::once_flag once;
        std::call_once(once, [] { at::set_num_interop_threads(1); });
        at::set_num_threads(threads);
        at::globalContext().setUserEnabledMkldnn(onednn != 0);
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

gnt_tensor *gnt_tensor_make(
    const void *bytes, int64_t count, int32_t type, const int64_t *sizes, int32_t rank) {
    try {
        c10::AutoGradMode guard(false);
        auto tensor = at::empty(gnt::shape(sizes, rank), gnt::scalar_type(type));
        if (static_cast<int64_t>(tensor.nbytes()) != count) {
            throw std::invalid_argument("the bytes do not fit the shape");
        }
        if (count > 0) std::memcpy(tensor.data_ptr(), bytes, static_cast<size_t>(count));
        return new gnt_tensor{tensor};
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

gnt_tensor *gnt_tensor_full(double value, int32_t type, const int64_t *sizes, int32_t rank) {
    try {
        c10::AutoGradMode guard(false);
        return new gnt_tensor{at::full(gnt::shape(sizes, rank), value, gnt::scalar_type(type))};
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

gnt_tensor *gnt_tensor_convert(const gnt_tensor *tensor, int32_t type) {
    try {
        c10::AutoGradMode guard(false);
        return new gnt_tensor{tensor->value.to(gnt::scalar_type(type))};
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

void gnt_tensor_free(gnt_tensor *tensor) { delete tensor; }

int32_t gnt_tensor_type(const gnt_tensor *tensor) { return gnt::onnx_type(tensor->value.scalar_type()); }

int32_t gnt_tensor_rank(const gnt_tensor *tensor) { return static_cast<int32_t>(tensor->value.dim()); }

int32_t gnt_tensor_sizes(const gnt_tensor *tensor, int64_t *sizes) {
    auto from = tensor->value.sizes();
    std::copy(from.begin(), from.end(), sizes);
    return 0;
}

int64_t gnt_tensor_bytes(const gnt_tensor *tensor) {
    return tensor->value.numel() * static_cast<int64_t>(tensor->value.element_size());
}

int32_t gnt_tensor_read(const gnt_tensor *tensor, void *bytes, int64_t count) {
    try {
        c10::InferenceMode guard;
        if (gnt_tensor_bytes(tensor) != count) throw std::invalid_argument("the buffer has another size");
        auto packed = tensor->value.to(at::kCPU).contiguous();
        if (count > 0) std::memcpy(bytes, packed.data_ptr(), static_cast<size_t>(count));
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

}  // extern "C"

"""##
}
