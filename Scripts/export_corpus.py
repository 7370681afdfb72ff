"""Exports the test corpus: real networks from torchvision as PyTorch writes them, and the networks that the onnx
package carries. Run by Scripts/corpus in a virtual environment of its own; nothing of it is needed at run time.

Writes NAME.onnx per network and corpus.json with, for each network of torchvision, the number of parameters PyTorch
counts: `parameters` of the network as exported, where batch normalisation is folded into the convolution before it,
and `unfused_parameters` of the network as written. Weights are random: a latency does not depend on them.
"""

import argparse
import json
import os
import shutil
import sys
import warnings

warnings.filterwarnings("ignore")

# name -> input side. Families: residual, dense, inverted residual, channel shuffle, inception, plain, transformer.
TORCHVISION = {
    "resnet18": 224,
    "resnet50": 224,
    "resnext50_32x4d": 224,
    "wide_resnet50_2": 224,
    "mobilenet_v2": 224,
    "mobilenet_v3_small": 224,
    "mobilenet_v3_large": 224,
    "efficientnet_b0": 224,
    "efficientnet_v2_s": 224,
    "mnasnet1_0": 224,
    "shufflenet_v2_x1_0": 224,
    "squeezenet1_1": 224,
    "densenet121": 224,
    "googlenet": 224,
    "inception_v3": 299,
    "regnet_y_400mf": 224,
    "regnet_x_800mf": 224,
    "convnext_tiny": 224,
    "vgg11_bn": 224,
    "alexnet": 224,
    "vit_b_16": 224,
    "swin_t": 224,
}

# Networks whose constants stay as stored: folding would expand a table of biases into one matrix for each head.
UNFOLDED = {"swin_t"}


def import_torchvision():
    """torchvision's wheel is linked to the CUDA build of torch, so beside the CPU build its detection operators
    are missing. No network here uses them, but the import asks for two by name: declare them.
    """
    import torch

    if "torchvision_nms" not in globals():
        library = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        globals()["torchvision_nms"] = library
    import torchvision

    return torchvision


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


def count(model):
    return sum(parameter.numel() for parameter in model.parameters())


def fused_count(model):
    """The parameters that stay when each batch normalisation right behind a convolution is folded into it."""
    import torch
    from torch.fx.experimental.optimization import fuse

    if not any(isinstance(module, torch.nn.BatchNorm2d) for module in model.modules()):
        return count(model)
    return count(fuse(model))


def export(name, side, path):
    import torch

    torchvision = import_torchvision()
    torch.manual_seed(0)
    # The fast path of attention is one operator that ONNX does not have; the slow path computes the same.
    torch.backends.mha.set_fastpath_enabled(False)
    options = {"weights": None}
    if name in ("googlenet", "inception_v3"):
        options["aux_logits"] = False
        options["init_weights"] = False
    model = getattr(torchvision.models, name)(**options).eval()
    scatter(model)
    example = torch.randn(1, 3, side, side)
    partial = path + ".partial"
    with torch.no_grad():
        torch.onnx.export(
            model, (example,), partial, opset_version=17, dynamo=False, do_constant_folding=name not in UNFOLDED,
            input_names=["input"], output_names=["output"])
    os.replace(partial, path)
    return {"parameters": fused_count(model), "unfused_parameters": count(model)}


def light(folder):
    import onnx

    source = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "light")
    for file in sorted(os.listdir(source)):
        if file.endswith(".onnx"):
            shutil.copyfile(os.path.join(source, file), os.path.join(folder, file))
            yield file[: -len(".onnx")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("--only", nargs="*", help="names of torchvision networks; default: all")
    arguments = parser.parse_args()
    os.makedirs(arguments.folder, exist_ok=True)
    manifest = os.path.join(arguments.folder, "corpus.json")
    known = {}
    if os.path.exists(manifest):
        with open(manifest) as file:
            known = json.load(file)
    for name in arguments.only or TORCHVISION:
        path = os.path.join(arguments.folder, name + ".onnx")
        if not (os.path.exists(path) and "unfused_parameters" in known.get(name, {})):
            print("exporting", name, file=sys.stderr, flush=True)
            known[name] = export(name, TORCHVISION[name], path)
    for name in light(arguments.folder):
        known.setdefault(name, {"parameters": None})
    with open(manifest + ".partial", "w") as file:
        json.dump(known, file, indent=2, sort_keys=True)
    os.replace(manifest + ".partial", manifest)


if __name__ == "__main__":
    main()
