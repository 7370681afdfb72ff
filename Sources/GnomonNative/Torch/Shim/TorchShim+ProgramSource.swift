// Written by Scripts/embed-shim.
// swift-format-ignore-file

extension TorchShim {
    /// Native/torch/program.cpp.
    static let programSource = ##"""
// Programs: built once, run in one call.
#include "include/gnomon_torch.h"
#include "include/program.h"

#include <c10/core/InferenceMode.h>

#include <chrono>
#include <memory>
#include <unordered_map>

struct gnt_program {
    std::vector<at::Tensor> slots;
    // Values that stay: bound ones, and results of steps that run once.
    std::vector<bool> stays;
    std::vector<gnt::Step> steps;
    bool sealed = false;
};

namespace gnt {

Operator find_operator(const char *name) {
    static const std::unordered_map<std::string, Operator> table = [] {
        std::unordered_map<std::string, Operator> table;
        for (auto *entries :
             {&elementwise_operators, &matrix_operators, &movement_operators, &reduction_operators,
              &training_operators}) {
            for (const auto &entry : *entries) table.emplace(entry.name, entry.run);
        }
        return table;
    }();
    auto found = table.find(name);
    return found == table.end() ? nullptr : found->second;
}

static void check_slot(const gnt_program &program, int32_t slot, int32_t lowest = 0) {
    if (slot < lowest || slot >= static_cast<int32_t>(program.slots.size())) {
        throw std::out_of_range("slot " + std::to_string(slot) + " is not in the program");
    }
}

void run_step(const Step &step, std::vector<Tensor> &slots) {
    try {
        Call call(step, slots);
        step.run(call);
    } catch (const c10::Error &error) {
        throw std::runtime_error(step.name + ": " + error.what_without_backtrace());
    } catch (const std::exception &error) {
        throw std::runtime_error(step.name + ": " + error.what());
    }
}

static bool is_view(const gnt_program &program, const Step &step) {
    bool any = false;
    for (auto output : step.outputs) {
        if (output < 0) continue;
        bool shared = false;
        for (auto input : step.inputs) {
            shared = shared || (input >= 0 && program.slots[output].is_alias_of(program.slots[input]));
        }
        if (!shared) return false;
        any = true;
    }
    return any;
}

// Calls `inspect` after a step, while all it read is there, and `done` when what nobody needs has been freed:
// freeing large values takes time, which belongs to the step that was the last to read them.
template <typename Inspect, typename Done>
static int32_t run(gnt_program *program, Inspect inspect, Done done) {
    try {
        if (!program->sealed) throw std::logic_error("the program is not sealed");
        c10::InferenceMode guard;
        for (size_t index = 0; index < program->steps.size(); ++index) {
            const auto &step = program->steps[index];
            if (step.once) continue;
            run_step(step, program->slots);
            inspect(index, step);
            for (auto slot : step.last) program->slots[slot].reset();
            done(index);
        }
        return 0;
    } catch (...) {
        remember_error();
        return -1;
    }
}

}  // namespace gnt

extern "C" {

gnt_program *gnt_program_make(int32_t slots) {
    try {
        auto program = std::make_unique<gnt_program>();
        program->slots.resize(static_cast<size_t>(slots));
        program->stays.resize(static_cast<size_t>(slots));
        return program.release();
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

void gnt_program_free(gnt_program *program) { delete program; }

int32_t gnt_program_bind(gnt_program *program, int32_t slot, const gnt_tensor *tensor) {
    try {
        gnt::check_slot(*program, slot);
        program->slots[slot] = tensor->value;
        program->stays[slot] = true;
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_program_step(
    gnt_program *program, const char *name, int32_t once, const int32_t *inputs, int32_t input_count,
    const int32_t *outputs, int32_t output_count, const int64_t *integers, const int32_t *lengths,
    int32_t list_count, const double *numbers, int32_t number_count) {
    try {
        gnt::Step step;
        step.run = gnt::find_operator(name);
        if (!step.run) throw std::invalid_argument(std::string("no operator '") + name + "'");
        step.name = name;
        step.once = once != 0;
        step.inputs.assign(inputs, inputs + input_count);
        step.outputs.assign(outputs, outputs + output_count);
        step.numbers.assign(numbers, numbers + number_count);
        for (int32_t list = 0; list < list_count; ++list) {
            step.lists.emplace_back(integers, integers + lengths[list]);
            integers += lengths[list];
        }
        for (auto slot : step.inputs) gnt::check_slot(*program, slot, -1);
        for (auto slot : step.outputs) gnt::check_slot(*program, slot, -1);
        program->steps.push_back(std::move(step));
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_program_seal(gnt_program *program, const int32_t *kept, int32_t count) {
    try {
        c10::InferenceMode guard;
        for (const auto &step : program->steps) {
            if (!step.once) continue;
            gnt::run_step(step, program->slots);
            for (auto slot : step.outputs) {
                if (slot >= 0) program->stays[slot] = true;
            }
        }
        auto needed = program->stays;
        for (int32_t index = 0; index < count; ++index) {
            gnt::check_slot(*program, kept[index]);
            needed[kept[index]] = true;
        }
        for (auto step = program->steps.rbegin(); step != program->steps.rend(); ++step) {
            if (step->once) continue;
            step->last.clear();
            for (auto *list : {&step->inputs, &step->outputs}) {
                for (auto slot : *list) {
                    if (slot < 0 || needed[slot]) continue;
                    needed[slot] = true;
                    step->last.push_back(slot);
                }
            }
        }
        program->sealed = true;
        return 0;
    } catch (...) {
        gnt::remember_error();
        return -1;
    }
}

int32_t gnt_program_run(gnt_program *program) {
    return gnt::run(program, [](size_t, const gnt::Step &) {}, [](size_t) {});
}

int32_t gnt_program_times(gnt_program *program, int64_t *nanoseconds) {
    using Clock = std::chrono::steady_clock;
    auto before = Clock::now();
    return gnt::run(program, [](size_t, const gnt::Step &) {}, [&](size_t index) {
        auto now = Clock::now();
        nanoseconds[index] = std::chrono::duration_cast<std::chrono::nanoseconds>(now - before).count();
        before = now;
    });
}

int32_t gnt_program_views(gnt_program *program, uint8_t *views) {
    return gnt::run(
        program,
        [&](size_t index, const gnt::Step &step) { views[index] = gnt::is_view(*program, step) ? 1 : 0; },
        [](size_t) {});
}

gnt_tensor *gnt_program_value(const gnt_program *program, int32_t slot) {
    try {
        gnt::check_slot(*program, slot);
        if (!program->slots[slot].defined()) throw std::logic_error("the slot is empty");
        return new gnt_tensor{program->slots[slot]};
    } catch (...) {
        gnt::remember_error();
        return nullptr;
    }
}

void gnt_program_release(gnt_program *program) {
    for (size_t slot = 0; slot < program->slots.size(); ++slot) {
        if (!program->stays[slot]) program->slots[slot].reset();
    }
}

int32_t gnt_has_operator(const char *name) { return gnt::find_operator(name) ? 1 : 0; }

}  // extern "C"

"""##
}
