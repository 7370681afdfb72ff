"""Writes what others say about the shapes of tensors, for Tests/DifferentialTests. Run by Scripts/corpus in a virtual
environment of its own; nothing of it is needed at run time.

For every network of FOLDER/models, and for every model test that the onnx package carries or generates, one line of
JSON in FOLDER/shapes: for each tensor the element type and shape by ONNX's own shape inference (strict, with data
propagation) and as seen when ONNX Runtime ran the model without optimisations, or as stored with the test. The
models of the tests are written to FOLDER/tests, with everything that is said about the types of computed tensors
taken away, so that a reader has to infer them. Of one test there are up to two models:

    NAME.onnx           small vectors and scalars other than the first input are initializers: axes, sizes, pads
    NAME.folded.onnx    all inputs are initializers

A Relu beside keeps models from being empty whose operators can be computed beforehand.
"""

import argparse
import json
import math
import os
import sys
import warnings

warnings.filterwarnings("ignore")

import numpy
import onnx
import onnxruntime
from onnx import TensorProto, numpy_helper

# Elements of an input that is turned into an initializer, and of a tensor whose values are written.
PARAMETER_ELEMENTS = 64
FOLDED_ELEMENTS = 256
VALUES = 64
BESIDE = "gnomon.beside"

# Part of the stamp: raise it when what is written changes.
VERSION = 1


def is_tensor(info):
    return info.type.WhichOneof("value") == "tensor_type"


def dims_of(info):
    """The axes ONNX knows, null for those it does not; None where not even the rank is known."""
    if not is_tensor(info) or not info.type.tensor_type.HasField("shape"):
        return None
    return [
        dim.dim_value if dim.WhichOneof("value") == "dim_value" else None
        for dim in info.type.tensor_type.shape.dim
    ]


def infer(model):
    """ONNX's own inference: ({name: (type, dims)}, error)."""
    error = None
    try:
        inferred = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is an answer
        error = first_line(problem)
        try:
            inferred = onnx.shape_inference.infer_shapes(model, data_prop=True)
        except Exception:  # noqa: BLE001
            return {}, error
    found = {}
    for info in list(inferred.graph.value_info) + list(inferred.graph.output):
        if is_tensor(info):
            found[info.name] = (info.type.tensor_type.elem_type, dims_of(info))
    return found, error


def first_line(problem):
    text = str(problem).strip()
    return (text.splitlines() or [type(problem).__name__])[0][:200]


def computed_names(model):
    names = dict.fromkeys(name for node in model.graph.node for name in node.output if name)
    names.pop(BESIDE + ".relu", None)
    return list(names)


def observe(model, feeds, types):
    """Runs the model with every tensor as an output: ({name: (type, dims, array)}, error)."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    shown = onnx.ModelProto()
    shown.CopyFrom(model)
    del shown.graph.output[:]
    for name in computed_names(model):
        shown.graph.output.add().name = name
    try:
        session = onnxruntime.InferenceSession(
            shown.SerializeToString(), options, providers=["CPUExecutionProvider"])
        wanted = {entry.name: entry.type for entry in session.get_outputs()}
        tensors = [name for name, kind in wanted.items() if kind.startswith("tensor(")]
        if not tensors:
            return {}, None
        values = session.run_with_ort_values(
            tensors, {name: onnxruntime.OrtValue.ortvalue_from_numpy(array) for name, array in feeds.items()})
        seen = {}
        for name, value in zip(tensors, values):
            small = math.prod(value.shape()) <= VALUES
            array = value.numpy() if small and not value.data_type().startswith("tensor(bfloat") else None
            seen[name] = (value.element_type(), list(value.shape()), array)
        return seen, None
    except Exception as problem:  # noqa: BLE001
        return {}, first_line(problem)


def numbers(array):
    """The values of a small tensor, or None: text, complex numbers and what JSON has no number for."""
    if array is None or array.size > VALUES or array.dtype.kind not in "biuf":
        return None
    flat = array.astype(numpy.float64).ravel() if array.dtype.kind == "f" else array.ravel()
    values = [value.item() for value in flat]
    if any(isinstance(value, float) and not math.isfinite(value) for value in values):
        return None
    return [int(value) if isinstance(value, bool) else value for value in values]


def record(file, source, model, feeds, stored, with_values):
    inferred, inference_error = infer(model)
    seen, runtime_error = observe(model, feeds, inferred)
    seen.update(stored)
    tensors = []
    for name in computed_names(model):
        entry = {"name": name}
        if name in inferred:
            entry["type"], entry["inferred"] = inferred[name]
        if name in seen:
            kind, shape, array = seen[name]
            entry["type"], entry["seen"] = kind, shape
            values = numbers(array) if with_values else None
            if values is not None:
                entry["values"] = values
        if "inferred" in entry or "seen" in entry:
            tensors.append(entry)
    initializers = {tensor.name for tensor in model.graph.initializer}
    inputs = {
        info.name: list(feeds[info.name].shape)
        for info in model.graph.input
        if info.name in feeds and info.name not in initializers
    }
    return {
        "file": file,
        "source": source,
        "inputs": inputs,
        "tensors": tensors,
        "inference": inference_error,
        "runtime": runtime_error,
    }


def strip(model):
    """Takes away what the file says about computed tensors; of those that are no tensors the kind is needed."""
    del model.graph.value_info[:]
    for info in model.graph.output:
        if is_tensor(info):
            info.ClearField("type")


def as_initializer(graph, info, array):
    tensor = graph.initializer.add()
    tensor.CopyFrom(array if isinstance(array, TensorProto) else numpy_helper.from_array(array))
    tensor.name = info.name


def to_array(value):
    return numpy_helper.to_array(value) if isinstance(value, TensorProto) else value


def variants(model, inputs):
    """The one or two models of a test: (suffix, model, feeds)."""
    given = {tensor.name for tensor in model.graph.initializer}
    free = [info for info in model.graph.input if info.name not in given]
    data = dict(zip((info.name for info in free), inputs))
    arrays = {
        info.name: to_array(data[info.name]) for info in free if info.name in data and is_tensor(info)
    }
    arrays = {name: array for name, array in arrays.items() if isinstance(array, (numpy.ndarray, numpy.generic))}

    def moved(names):
        copy = onnx.ModelProto()
        copy.CopyFrom(model)
        strip(copy)
        # From version 4 on initializers need not be listed as inputs.
        copy.ir_version = max(copy.ir_version, 4)
        for info in list(copy.graph.input):
            if info.name in names:
                as_initializer(copy.graph, info, data[info.name])
                copy.graph.input.remove(info)
        copy.graph.input.add().CopyFrom(
            onnx.helper.make_tensor_value_info(BESIDE, TensorProto.FLOAT, [1]))
        copy.graph.node.add().CopyFrom(onnx.helper.make_node("Relu", [BESIDE], [BESIDE + ".relu"]))
        copy.graph.output.add().name = BESIDE + ".relu"
        feeds = {name: numpy.asarray(array) for name, array in arrays.items() if name not in names}
        feeds[BESIDE] = numpy.zeros([1], numpy.float32)
        return copy, feeds

    parameters = {
        info.name
        for info in free[1:]
        if info.name in arrays
        and arrays[info.name].ndim <= 1
        and arrays[info.name].size <= PARAMETER_ELEMENTS
    }
    if free:
        yield (".onnx", *moved(parameters))
    small = all(info.name in arrays and arrays[info.name].size <= FOLDED_ELEMENTS for info in free)
    if small:
        yield (".folded.onnx", *moved({info.name for info in free}))


def stored_outputs(model, outputs):
    stored = {}
    for info, value in zip(model.graph.output, outputs):
        if not is_tensor(info):
            continue
        if isinstance(value, TensorProto):
            stored[info.name] = (value.data_type, list(value.dims), None)
        elif isinstance(value, (numpy.ndarray, numpy.generic)):
            kind = info.type.tensor_type.elem_type
            stored[info.name] = (kind, list(value.shape), numpy.asarray(value))
    return stored


def generated_tests():
    """The tests of single operators, which the onnx package makes with code."""
    # The reference implementations print what they do.
    out, sys.stdout = sys.stdout, open(os.devnull, "w")
    try:
        from onnx.backend.test.case import node

        cases = node.collect_testcases(None)
    finally:
        sys.stdout = out
    for case in cases:
        if case.model is not None and case.data_sets:
            yield "node", case.name, case.model, *case.data_sets[0]


def stored_tests():
    """The tests with files in the onnx package."""
    root = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data")
    for group in ("simple", "pytorch-operator", "pytorch-converted"):
        for name in sorted(os.listdir(os.path.join(root, group))):
            folder = os.path.join(root, group, name)
            model = onnx.load(os.path.join(folder, "model.onnx"))
            yield group, name, model, *(
                [
                    load(os.path.join(folder, "test_data_set_0", f"{kind}_{index}.pb"), info)
                    for index, info in enumerate(infos)
                    if os.path.exists(os.path.join(folder, "test_data_set_0", f"{kind}_{index}.pb"))
                ]
                for kind, infos in (("input", model.graph.input), ("output", model.graph.output))
            )


def load(path, info):
    with open(path, "rb") as file:
        content = file.read()
    if not is_tensor(info):
        return None
    return numpy_helper.to_array(TensorProto.FromString(content))


def test_records(folder):
    os.makedirs(folder, exist_ok=True)
    for group, name, model, inputs, outputs in [*stored_tests(), *generated_tests()]:
        stored = stored_outputs(model, outputs)
        for suffix, variant, feeds in variants(model, inputs):
            path = os.path.join(folder, name + suffix)
            with open(path, "wb") as file:
                file.write(variant.SerializeToString(deterministic=True))
            yield record(
                "tests/" + name + suffix, group, variant, feeds, stored, with_values=suffix != ".onnx")


def random_feeds(model, sizes):
    generator = numpy.random.default_rng(0)
    given = {tensor.name for tensor in model.graph.initializer}
    feeds = {}
    for info in model.graph.input:
        if info.name in given or not is_tensor(info):
            continue
        # What is free and was not exported with a size is 1, as the reader takes a free batch.
        shape = [
            dim.dim_value or sizes.get(dim.dim_param, 1) for dim in info.type.tensor_type.shape.dim
        ]
        kind = onnx.helper.tensor_dtype_to_np_dtype(info.type.tensor_type.elem_type)
        if kind.kind == "f":
            feeds[info.name] = generator.standard_normal(shape).astype(kind)
        else:
            feeds[info.name] = numpy.ones(shape, kind)
    return feeds


def model_record(folder, name, facts):
    model = onnx.load(os.path.join(folder, name + ".onnx"))
    del model.graph.value_info[:]
    feeds = random_feeds(model, facts.get("dims", {}))
    return record(f"models/{name}.onnx", "corpus", model, feeds, {}, with_values=False)


def model_records(folder, known):
    with open(os.path.join(folder, "corpus.json")) as file:
        manifest = json.load(file)
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".onnx"):
            continue
        state = os.stat(os.path.join(folder, file))
        stamp = f"{VERSION} {state.st_size} {state.st_mtime_ns}"
        entry = known.get(f"models/{file}")
        if entry is None or entry["stamp"] != stamp:
            print("shapes of", file, file=sys.stderr, flush=True)
            name = file[: -len(".onnx")]
            entry = model_record(folder, name, manifest.get(name, {}))
            entry["stamp"] = stamp
        yield entry


def read(path):
    if not os.path.exists(path):
        return []
    with open(path) as file:
        return [json.loads(line) for line in file]


def write(path, records):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".partial", "w") as file:
        for entry in records:
            json.dump(entry, file, separators=(",", ":"))
            file.write("\n")
    os.replace(path + ".partial", path)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    folder = parser.parse_args().folder
    onnxruntime.set_default_logger_severity(4)
    tests = os.path.join(folder, "shapes", "tests.jsonl")
    stamp = f"{VERSION} {onnx.__version__} {onnxruntime.__version__}"
    known = read(tests)
    if not known or known[0].get("stamp") != stamp:
        print("shapes of the tests of the onnx package", file=sys.stderr, flush=True)
        write(tests, [{**entry, "stamp": stamp} for entry in test_records(os.path.join(folder, "tests"))])
    models = os.path.join(folder, "shapes", "models.jsonl")
    write(models, list(model_records(
        os.path.join(folder, "models"), {entry["file"]: entry for entry in read(models)})))


if __name__ == "__main__":
    main()
