"""Exports the test corpus: real networks as PyTorch writes them (Scripts/corpus_networks), and the networks that the
onnx package carries. Run by Scripts/corpus in a virtual environment of its own; nothing of it is needed at run time.

Writes NAME.onnx per network and corpus.json with, for each network of PyTorch: `parameters` of the network as
exported, where batch normalisation is folded into the convolution before it; `unfused_parameters` of the network as
written; `flops` of convolutions and matrix products as torch.utils.flop_counter counts them, and `by_operator`.
Weights are random: a latency does not depend on them.
"""

import argparse
import json
import os
import shutil
import sys
import time
import warnings

warnings.filterwarnings("ignore")

from corpus_networks import counting, forms

RECIPES = forms.BASE | forms.RECIPES


def scatter(model):
    """Makes every tensor of the model unlike the others: the exporter stores equal initializers once."""
    import torch

    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter), alpha=0.01)
        for name, buffer in model.named_buffers():
            if name.endswith("running_mean"):
                buffer.add_(torch.randn_like(buffer), alpha=0.01)
            elif name.endswith("running_var"):
                buffer.mul_(1 + 0.1 * torch.rand_like(buffer))


def export(recipe, path):
    import torch

    torch.manual_seed(0)
    # The fast path of attention is one operator that ONNX does not have; the slow path computes the same.
    torch.backends.mha.set_fastpath_enabled(False)
    model = recipe.build().eval()
    scatter(model)
    inputs = recipe.inputs()
    facts = counting.count(recipe, model, inputs)
    partial = path + ".partial"
    names = ["input"] + [f"input{index}" for index in range(1, len(inputs))]
    options = {"do_constant_folding": recipe.fold, "dynamic_axes": recipe.axes}
    if recipe.dynamo:
        options = {"external_data": False, "verbose": False}
    with torch.no_grad():
        torch.onnx.export(model, inputs, partial, opset_version=recipe.opset, dynamo=recipe.dynamo,
                          input_names=names, **options)
    if recipe.axes:
        facts["dims"] = {symbol: inputs[names.index(name)].shape[axis]
                         for name, axes in recipe.axes.items() for axis, symbol in axes.items()}
    if recipe.after is not None:
        recipe.after(partial)
    os.replace(partial, path)
    return facts


def light(folder):
    import onnx

    source = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "light")
    for file in sorted(os.listdir(source)):
        if file.endswith(".onnx"):
            shutil.copyfile(os.path.join(source, file), os.path.join(folder, file))
            yield file[: -len(".onnx")]


def write(known, manifest):
    with open(manifest + ".partial", "w") as file:
        json.dump(known, file, indent=2, sort_keys=True)
    os.replace(manifest + ".partial", manifest)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--only", nargs="*", help="names of networks; default: all")
    parser.add_argument("--keep-going", action="store_true", help="go on behind a network that cannot be exported")
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    manifest = os.path.join(arguments.folder, "corpus.json")
    known = {}
    if os.path.exists(manifest):
        with open(manifest) as file:
            known = json.load(file)
    for name in arguments.only or RECIPES:
        path = os.path.join(arguments.folder, name + ".onnx")
        if not (os.path.exists(path) and "flops" in known.get(name, {})):
            begin = time.monotonic()
            try:
                known[name] = export(RECIPES[name], path)
            except Exception as error:
                if not arguments.keep_going:
                    raise
                print("FAILED", name, repr(error)[:300], file=sys.stderr, flush=True)
                continue
            print(f"exported {name} in {time.monotonic() - begin:.1f} s", file=sys.stderr, flush=True)
            write(known, manifest)
    for name in light(arguments.folder):
        known.setdefault(name, {"parameters": None})
    write(known, manifest)


if __name__ == "__main__":
    main()
