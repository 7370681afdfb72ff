// What the files of the shim share: tensors, steps, and what an operator sees of its step.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <utility>
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

// The operator of a name, or null.
Operator find_operator(const char *name);
// Runs a step on slots; what is thrown names the operator.
void run_step(const Step &step, std::vector<Tensor> &slots);

// Random numbers of a seed: SplitMix64 (doi:10.1145/2714064.2660195), as GnomonStatistics has it.
class Draw {
public:
    explicit Draw(uint64_t seed) : state(seed) {}
    uint64_t next() {
        uint64_t z = state += 0x9E3779B97F4A7C15ull;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
        return z ^ (z >> 31);
    }
    // From (0, 1].
    double uniform() { return (static_cast<double>(next() >> 11) + 1) * 0x1p-53; }

private:
    uint64_t state;
};

// Which of `count` values are dropped, each with `probability`, in order. The gaps between them are drawn, so
// that a rare drop costs little.
std::vector<int64_t> dropped(int64_t count, double probability, uint64_t seed);

// Derivatives of weights that are left as factors: with few rows, the sum of x^T d is cheaper made where it is used
// than written to memory and read again. Layers hand factors in while a sink is current on their thread.
class FactorSink {
public:
    // The most rows of a step for which factors pay.
    static constexpr int64_t most_rows = 16;

    FactorSink();
    ~FactorSink();
    FactorSink(const FactorSink &) = delete;
    FactorSink &operator=(const FactorSink &) = delete;

    static FactorSink *current();
    // Takes x^T d as a part of the weight's derivative; returns what stands for it in the graph, all zeros.
    Tensor take(const Tensor &weight, Tensor x, Tensor d);
    // The factors of a weight, or null.
    const std::vector<std::pair<Tensor, Tensor>> *find(const Tensor &weight) const;
    // Whether a derivative is nothing but what `take` returned.
    bool is_placeholder(const Tensor &derivative) const;

private:
    FactorSink *before;
    std::unordered_map<const void *, std::vector<std::pair<Tensor, Tensor>>> table;
    std::vector<Tensor> zeros;
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
extern const std::vector<Entry> training_operators;

}  // namespace gnt
