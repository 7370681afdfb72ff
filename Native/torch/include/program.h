// What the files of the shim share: tensors, steps, and what an operator sees of its step.
#pragma once

#include <ATen/core/Tensor.h>

#include <stdexcept>
#include <string>
#include <vector>

struct gnt_tensor {
    at::Tensor value;
};

namespace gnt {

using at::Tensor;

class Call;
using Operator = void (*)(Call &);

struct Entry {
    const char *name;
    Operator run;
};

struct Step {
    Operator run = nullptr;
    std::string name;
    bool once = false;
    std::vector<int32_t> inputs;
    std::vector<int32_t> outputs;
    std::vector<std::vector<int64_t>> lists;
    std::vector<double> numbers;
    // Slots nobody reads after this step.
    std::vector<int32_t> last;
};

// One execution of one step.
class Call {
public:
    Call(const Step &step, std::vector<Tensor> &slots) : step(step), slots(slots) {}

    bool has(size_t index) const { return index < step.inputs.size() && step.inputs[index] >= 0; }
    size_t count() const { return step.inputs.size(); }
    const Tensor &in(size_t index = 0) const {
        if (!has(index)) throw std::invalid_argument("an input is absent");
        return slots[step.inputs[index]];
    }
    // A tensor, or an undefined one where ATen takes optional tensors.
    Tensor maybe(size_t index) const { return has(index) ? slots[step.inputs[index]] : Tensor(); }
    std::vector<Tensor> all() const {
        std::vector<Tensor> tensors;
        for (size_t index = 0; index < count(); ++index) tensors.push_back(in(index));
        return tensors;
    }
    bool wants(size_t index) const { return index < step.outputs.size() && step.outputs[index] >= 0; }
    void set(Tensor value) { set(0, std::move(value)); }
    void set(size_t index, Tensor value) {
        if (wants(index)) slots[step.outputs[index]] = std::move(value);
    }
    at::IntArrayRef list(size_t index) const { return step.lists.at(index); }
    int64_t integer(size_t list, size_t index = 0) const { return step.lists.at(list).at(index); }
    double number(size_t index) const { return step.numbers.at(index); }
    std::string text(size_t index) const {
        const auto &codes = step.lists.at(index);
        return std::string(codes.begin(), codes.end());
    }

private:
    const Step &step;
    std::vector<Tensor> &slots;
};

// ONNX's number of an element type as ATen's type; throws for what ATen does not have.
at::ScalarType scalar_type(int64_t onnx);
int32_t onnx_type(at::ScalarType type);

// Remembers the exception in flight as this thread's error.
void remember_error() noexcept;

// The operators, by file.
extern const std::vector<Entry> elementwise_operators;
extern const std::vector<Entry> matrix_operators;
extern const std::vector<Entry> movement_operators;
extern const std::vector<Entry> reduction_operators;

}  // namespace gnt
