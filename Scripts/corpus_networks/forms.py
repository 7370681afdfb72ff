"""One network in several forms: opsets, the other exporter, half precision, quantised."""

import dataclasses
import os

from . import timm_networks, vision, written

BASE = vision.RECIPES | timm_networks.RECIPES | written.RECIPES


def form(name, **changes):
    return dataclasses.replace(BASE[name], **changes)


def half(name):
    """Weights and activations in 16 bits."""
    recipe = BASE[name]
    return dataclasses.replace(
        recipe, build=lambda: recipe.build().half(), inputs=lambda: tuple(x.half() for x in recipe.inputs()))


def quantised(path):
    """8-bit weights and activations, with scales from two random inputs."""
    import numpy
    import onnx
    from onnxruntime import quantization

    sizes = [dim.dim_value for dim in onnx.load(path).graph.input[0].type.tensor_type.shape.dim]

    class Random(quantization.CalibrationDataReader):
        def __init__(self):
            self.left = 2

        def get_next(self):
            self.left -= 1
            return None if self.left < 0 else {"input": numpy.random.randn(*sizes).astype(numpy.float32)}

    quantization.quantize_static(path, path + ".quantised", Random(), quant_format=quantization.QuantFormat.QDQ, per_channel=True)
    os.replace(path + ".quantised", path)


def weights_only(path):
    """8-bit weights; activations are quantised while it runs."""
    from onnxruntime import quantization

    quantization.quantize_dynamic(path, path + ".quantised")
    os.replace(path + ".quantised", path)


RECIPES = {
    "squeezenet1_1_opset11": form("squeezenet1_1", opset=11),
    "squeezenet1_1_opset13": form("squeezenet1_1", opset=13),
    "resnet18_dynamo": form("resnet18", dynamo=True, opset=18),
    "mobilenet_v3_small_dynamo": form("mobilenet_v3_small", dynamo=True, opset=18),
    "bert_small_dynamo": form("bert_small", dynamo=True, opset=20),
    "gpt_small_dynamo": form("gpt_small", dynamo=True, opset=20),
    "unet_small_dynamo": form("unet_small", dynamo=True, opset=20),
    "conformer_small_dynamo": form("conformer_small", dynamo=True, opset=20),
    "mobilenet_v3_small_half": half("mobilenet_v3_small"),
    "squeezenet1_1_qdq": form("squeezenet1_1", after=quantised),
    "mobilenet_v2_qdq": form("mobilenet_v2", after=quantised),
    "bert_small_dynamic_quantised": form("bert_small", after=weights_only),
}
