"""Values and derivatives of what image networks and transformers are made of, as PyTorch computes them in Float64.

Usage: python image_goldens.py > image_goldens.json      (any PyTorch)
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def fill(offset, *sizes):
    """sin(offset + 0.7 i) / 2 in row-major order; the tests have the same function."""
    values = [math.sin(offset + 0.7 * i) / 2 for i in range(math.prod(sizes))]
    return torch.tensor(values).reshape(sizes).requires_grad_()


GOLDENS = {}


def record(name, y, inputs):
    """Keeps y and the derivative of a weighted sum of y, or of y itself if it is one number, in each input."""
    scalar = y if y.dim() == 0 else (y.reshape(-1) * torch.cos(torch.arange(y.numel()) * 0.3)).sum()
    gradients = torch.autograd.grad(scalar, inputs)
    GOLDENS[name] = {
        "value": y.detach().reshape(-1).tolist(),
        "gradients": [g.reshape(-1).tolist() for g in gradients],
    }


x, w, b = fill(1, 2, 4, 5, 5), fill(2, 6, 2, 3, 3), fill(3, 6)
record("conv", F.conv2d(x, w, b, stride=2, padding=1, groups=2), [x, w, b])
x, w = fill(1, 2, 3, 4, 4), fill(2, 3, 1, 3, 3)
record("depthwise", F.conv2d(F.pad(x, (0, 1, 0, 2)), w, groups=3), [x, w])
x = fill(1, 2, 3, 4, 4)
record("averagePool", F.avg_pool2d(x, 3, 1, 1, count_include_pad=False), [x])
record("averagePoolCounted", F.avg_pool2d(x, 3, 2, 1, count_include_pad=True), [x])
record("maxPool", F.max_pool2d(x, 2, 2), [x])

x, g, b = fill(1, 6, 3), fill(2, 3), fill(3, 3)
record("batchNorm", F.batch_norm(x, None, None, g, b, training=True), [x, g, b])
mean, variance = torch.zeros(3), torch.ones(3)
F.batch_norm(x, mean, variance, g, b, training=True, momentum=0.1)
record("batchNormLater", F.batch_norm(x, mean, variance, g, b, training=False), [x, g, b])
# Second derivatives through the batch's own mean and variance.
first, = torch.autograd.grad((F.batch_norm(x, None, None, training=True) ** 3).sum(), x, create_graph=True)
record("batchNormSecond", (first**2).sum(), [x])

m = fill(1, 4, 4)
record("logDeterminant", torch.linalg.slogdet(m @ m.T + torch.eye(4)).logabsdet, [m])
GOLDENS["eigenvalues"] = {"value": torch.linalg.eigvalsh(m @ m.T).tolist(), "gradients": []}

x = fill(1, 2, 3, 4)
record("gelu", F.gelu(x), [x])
ws, bs = [fill(2 + i, 4, 4) for i in range(4)], [fill(6 + i, 4) for i in range(4)]
w1, b1, w2, b2 = fill(10, 4, 6), fill(11, 6), fill(12, 6, 4), fill(13, 4)
layer = torch.nn.TransformerEncoderLayer(4, 2, 6, 0.0, "gelu", batch_first=True, norm_first=True)
values = {
    "self_attn.in_proj_weight": torch.cat([w.t() for w in ws[:3]]), "self_attn.in_proj_bias": torch.cat(bs[:3]),
    "self_attn.out_proj.weight": ws[3].t(), "self_attn.out_proj.bias": bs[3],
    "linear1.weight": w1.t(), "linear1.bias": b1, "linear2.weight": w2.t(), "linear2.bias": b2,
}
hidden = torch.tensor([[False, False, True], [False, False, False], [True, False, False]])
y = torch.func.functional_call(layer, values, (x,), {"src_mask": hidden})
record("transformerLayer", y, [x, *ws, *bs, w1, b1, w2, b2])
print(json.dumps(GOLDENS, indent=0, separators=(",", ":")).replace(",\n", ",").replace("[\n", "[").replace("\n]", "]"))
