"""Exports the sealed test set: real networks of torchvision and timm that no part of Gnomon is learned from or tuned on.

Usage: export_sealed.py FOLDER [--list]. The networks are drawn by a fixed seed: for each source file of timm one
architecture that takes an image of at most 256 pixels, and a fixed list of torchvision's that the corpus does not have.
What the exporter refuses is named and left out. Weights are random: a latency does not depend on them.
"""

import argparse
import os
import random
import sys
import time
import warnings

warnings.filterwarnings("ignore")

from corpus_networks import timm_networks, vision

SEED = 20261128
LARGEST_PARAMETERS = 60e6
LARGEST_MACS = 6e9
TORCHVISION = [
    "resnet34", "resnet101", "densenet169", "vgg16", "regnet_y_1_6gf", "regnet_x_400mf", "shufflenet_v2_x1_5",
    "mnasnet0_5", "efficientnet_b2", "convnext_small", "swin_v2_t", "maxvit_t", "squeezenet1_0", "vit_b_32",
]


def names():
    vision.import_torchvision()
    import timm

    dice = random.Random(SEED)
    corpus = set(timm_networks.NAMES)
    for module in sorted(timm.list_modules()):
        found = [name for name in timm.list_models(module=module)
                 if name not in corpus and not any(word in name for word in ("384", "448", "512", "336", "test_"))]
        dice.shuffle(found)
        yield from ((module, name) for name in found[:12])


def parameters(name):
    """The number of parameters of a network of timm, without memory for them."""
    import timm
    import torch

    with torch.device("meta"):
        return sum(parameter.numel() for parameter in timm.create_model(name, pretrained=False).parameters())


def build(name, source):
    if source == "torchvision":
        return vision.import_torchvision().models.get_model(name, weights=None), 224
    import timm

    try:
        model = timm.create_model(name, pretrained=False, exportable=True)
    except TypeError:
        model = timm.create_model(name, pretrained=False)
    return model, model.pretrained_cfg.get("input_size", (3, 224, 224))[1]


def export(model, size, path):
    import torch

    torch.manual_seed(0)
    torch.backends.mha.set_fastpath_enabled(False)
    model = model.eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.add_(torch.randn_like(parameter), alpha=0.01)
        torch.onnx.export(model, (torch.randn(1, 3, size, size),), path + ".partial", opset_version=17, dynamo=False,
                          input_names=["input"])
    os.replace(path + ".partial", path)


def macs(model, size):
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        model.eval()(torch.zeros(1, 3, size, size))
    return counter.get_total_flops() / 2


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    os.makedirs(options.folder, exist_ok=True)
    kept = {}
    wanted = [("torchvision", name) for name in TORCHVISION] + list(names())
    for source, name in wanted:
        most = len(TORCHVISION) if source == "torchvision" else 1
        if kept.get(source, 0) >= most:
            continue
        if options.list:
            print(source, name)
            continue
        path = os.path.join(options.folder, f"{source}.{name}.onnx" if source == "torchvision" else f"{name}.onnx")
        start = time.time()
        try:
            if not os.path.exists(path):
                if source != "torchvision" and parameters(name) > LARGEST_PARAMETERS:
                    continue
                model, size = build(name, source)
                if size > 256:
                    continue
                if macs(model, size) > LARGEST_MACS:
                    continue
                export(model, size, path)
        except Exception as error:  # noqa: BLE001: whatever the exporter says is why this one is missing
            print(f"left out: {source}/{name}: {str(error).splitlines()[0][:120]}", file=sys.stderr, flush=True)
            continue
        kept[source] = kept.get(source, 0) + 1
        print(f"{source}/{name} {time.time() - start:.1f} s", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
