"""Zero-cost proxies of a tiny network as PyTorch computes them, in Float64, by the definitions and not by our code.

Usage: python zerocost_goldens.py      (any PyTorch; prints what ZeroCostTests.swift has)
"""

import math

import numpy as np
import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def fill(offset, *sizes, step=0.7, scale=0.5):
    """sin(offset + step i) scale, rounded to Float32; the test has the same function."""
    values = [math.sin(offset + step * i) * scale for i in range(math.prod(sizes))]
    return torch.tensor(np.array(values, dtype=np.float32).astype(np.float64)).reshape(sizes)


SIZES = [(4, 3, 3, 3), (4, 2, 1, 1), (4, 1, 3, 3), (3, 4)]
LABELS = torch.tensor([0, 1, 0, 2])


def forward(x, weights, bias, train=True):
    """Scores, layer outputs, rectified values, variances, features."""
    outputs, rectified, variances = [], [], []

    def norm(y):
        if not train:
            return y
        variances.append(y.transpose(0, 1).reshape(y.shape[1], -1).var(1))
        return F.batch_norm(y, None, None, training=True)

    def relu(y):
        rectified.append(F.relu(y))
        return rectified[-1]

    def layer(y):
        outputs.append(y)
        return y

    a = relu(norm(layer(F.conv2d(x, weights[0], padding=1))))
    b = norm(layer(F.conv2d(a, weights[1], groups=2)))
    b = relu(b.reshape(-1, 2, 2, 6, 6).transpose(1, 2).reshape(-1, 4, 6, 6))
    c = norm(layer(F.conv2d(b, weights[2], padding=1, groups=4)))
    d = F.avg_pool2d(a, 3, 1, 1, count_include_pad=False)
    f = relu(c + d + a * 0)
    scores = layer(F.linear(f.mean((2, 3)), weights[3], bias))
    return scores, outputs, rectified, variances, f


def main():
    weights = [fill(k + 1, *s).requires_grad_() for k, s in enumerate(SIZES)]
    bias = fill(9, 3)
    x = fill(20, 4, 3, 6, 6, step=1.3, scale=1.0).requires_grad_()
    result = {}
    scores, outputs, rectified, _, _ = forward(x, weights, bias)
    jacobian = torch.autograd.grad(scores.sum(), x, retain_graph=True)[0].reshape(4, -1).numpy()
    correlation = np.corrcoef(jacobian)
    v = np.linalg.eigvalsh(correlation)
    result["jacov"] = -np.sum(np.log(v + 1e-5) + 1 / (v + 1e-5))
    total = 0.0
    for label in range(3):
        members = [i for i in range(4) if LABELS[i] == label]
        corr = np.atleast_2d(np.corrcoef(jacobian[members]))
        total += abs(np.sum(np.log(np.abs(corr) + 1e-5)))
    result["epe_nas"] = total
    codes = torch.cat([(r > 0).flatten(1) for r in rectified], 1).double()
    result["nwot"] = np.linalg.slogdet((codes @ codes.T + (1 - codes) @ (1 - codes).T).numpy())[1]
    loss = F.cross_entropy(scores, LABELS)
    grads = torch.autograd.grad(loss, weights + outputs, create_graph=True)
    g, d = grads[:4], grads[4:]
    result["l2_norm"] = sum(w.norm() for w in weights)
    result["grad_norm"] = sum(q.norm() for q in g)
    result["snip"] = sum((w * q).abs().sum() for w, q in zip(weights, g))
    result["plain"] = sum((w * q).sum() for w, q in zip(weights, g))
    result["fisher"] = sum(
        ((o * e).flatten(2).sum(2) if o.dim() > 2 else o * e).pow(2).mean(0).sum() / 2 for o, e in zip(outputs, d))
    flow = sum((q * q.detach()).sum() for q in g)
    result["grasp"] = -sum((w * h).sum() for w, h in zip(weights, torch.autograd.grad(flow, weights)))
    magnitudes = [w.detach().abs().requires_grad_() for w in weights]
    answer = forward(torch.ones(1, 3, 6, 6), magnitudes, torch.zeros(3), train=False)[0].sum()
    result["synflow"] = sum(
        (w * q).abs().sum() for w, q in zip(magnitudes, torch.autograd.grad(answer, magnitudes)))
    normal = [fill(k + 31, *s, scale=1.5) for k, s in enumerate(SIZES)]
    with torch.no_grad():
        first = forward(x, normal, torch.zeros(3))
        moved = x + 0.01 * fill(40, 4, 3, 6, 6, step=1.7, scale=1.0)
        second = forward(moved, normal, torch.zeros(3))
        distance = (first[4] - second[4]).abs().sum((1, 2, 3)).mean()
        result["zen"] = distance.log() + sum(0.5 * v.mean().log() for v in first[3])
    for name in sorted(result):
        print(f'"{name}": {float(torch.as_tensor(result[name]).detach())!r},')


main()
