"""An episode of HELP (arXiv:2106.08630) in plain PyTorch, Float64: its loss and the derivative of every parameter, through
two steps of gradient descent. Device after device, whole 9 x 9 graphs, no batching: nothing in common with our way.

Usage: python goldens.py > goldens.json      (any PyTorch; all inputs are made by `fill`)
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

WIDTH, REFERENCES, SUPPORT, QUERY, DEVICES = 4, 3, 3, 5, 2
ARCS = {
    "strict": [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)],
    "reference": [(0, 1), (0, 2), (0, 3), (1, 4), (1, 5), (2, 6), (3, 7), (4, 6), (5, 7), (6, 7)],
}


def fill(offset, *sizes, scale=0.5, middle=0.0):
    """middle + scale sin(offset + 0.7 i) in row-major order."""
    values = [middle + scale * math.sin(offset + 0.7 * i) for i in range(math.prod(sizes))]
    return torch.tensor(values).reshape(sizes).requires_grad_()


def cell(number):
    """Six operators, a different cell for each number."""
    return [(number * (place + 2) // 3 + place) % 5 for place in range(6)]


def blocks(number):
    return [(number * 5 + 2 * place + number * place) % 9 for place in range(22)]


def graph(codes, mode):
    operators = ["input"] + [["none", "skip", "1x1", "3x3", "pool"][c] for c in codes] + ["output", "global"]
    columns = ["input", "pool", "1x1", "3x3", "none", "skip", "output", "global"]
    features = torch.tensor([[float(c == o) for c in columns] for o in operators])
    arcs = torch.zeros(9, 9)
    for a, b in ARCS[mode]:
        arcs[a, b] = 1
    arcs[:, 8] = 1
    arcs[8, :] = 0
    arcs.fill_diagonal_(1)
    return features, arcs.T


def bits(codes):
    row = []
    for code in codes:
        bits = [0.0] * 6
        if code < 8:
            bits[0 if code < 4 else 1] = 1.0
            bits[2 + code % 4] = 1.0
        row += bits
    return torch.tensor(row)


def forward(space, mode, w, numbers, hardware):
    rows = []
    for number in numbers:
        if space == "cells":
            h, adjacency = graph(cell(number), mode)
            for layer in range(4):
                h = F.relu(adjacency @ (h @ w[2 * layer]) + w[2 * layer + 1])
            rows.append(h[8])
        else:
            h = bits(blocks(number))
            for layer in range(2):
                h = F.relu(h @ w[2 * layer] + w[2 * layer + 1][0])
            rows.append(h)
    v = w[8:] if space == "cells" else w[4:]
    x = torch.stack(rows)
    d = F.relu(F.relu(hardware @ v[0] + v[1][0]) @ v[2] + v[3][0]).repeat(len(numbers), 1)
    x = torch.cat([x, d], 1)
    x = F.relu(x @ torch.cat([v[4], v[5]]) + v[6])
    x = F.relu(x @ v[7] + v[8])
    return (x @ v[9] + v[10])[:, 0]


def episode(space, mode):
    trunk = [(8, WIDTH)] + [(WIDTH, WIDTH)] * 3 if space == "cells" else [(132, WIDTH), (WIDTH, WIDTH)]
    sizes = []
    for a, b in trunk + [(REFERENCES, WIDTH), (WIDTH, WIDTH)]:
        sizes += [(a, b), (1, b)]
    both = 2 * WIDTH
    sizes += [(WIDTH, both), (WIDTH, both), (1, both), (both, both), (1, both), (both, 1), (1, 1)]
    weights = [fill(1 + n, *size, scale=0.3, middle=0.15) for n, size in enumerate(sizes)]
    rates = [fill(50 + n, *size, scale=0.004, middle=0.01) for n, size in enumerate(sizes)]
    count = 3 * (both + 1)
    m = [fill(100, REFERENCES, 10), fill(101, 10), fill(102, 10, 2 * count), fill(103, 2 * count)]
    losses, divergences, answers = [], [], []
    for device in range(DEVICES):
        hardware = fill(200 + device, REFERENCES, middle=0.5).detach()
        noise = fill(210 + device, count, scale=1).detach()
        stats = F.relu(hardware @ m[0] + m[1]) @ m[2] + m[3]
        q = torch.distributions.Normal(stats[:count], F.softplus(stats[count:]))
        p = torch.distributions.Normal(torch.zeros(count), torch.ones(count))
        divergences.append(torch.distributions.kl_divergence(q, p).sum())
        z = q.mean + q.stddev * noise
        w = [x.clone() for x in weights]
        first = len(w) - 7
        w[first] = w[first] * (1 + 0.01 * z[:WIDTH])[:, None]
        w[first + 1] = w[first + 1] * (1 + 0.01 * z[WIDTH:both])[:, None]
        w[first + 3] = w[first + 3] * (1 + 0.01 * z[both:2 * both])[:, None]
        w[first + 5] = w[first + 5] * (1 + 0.01 * z[2 * both:3 * both])[:, None]
        for number, place in enumerate([2, 4, 6]):
            w[first + place] = w[first + place] + 0.01 * z[3 * both + number]
        support = [device * 11 + n for n in range(SUPPORT)]
        query = [device * 11 + SUPPORT + n for n in range(QUERY)]
        targets = fill(300 + device, SUPPORT, middle=0.5).detach()
        for _ in range(2):
            loss = F.mse_loss(forward(space, mode, w, support, hardware), targets)
            gradients = torch.autograd.grad(loss, w, create_graph=True)
            w = [x - r * g for x, r, g in zip(w, rates, gradients)]
        answer = forward(space, mode, w, query, hardware)
        answers += answer.tolist()
        losses.append(F.mse_loss(answer, fill(310 + device, QUERY, middle=0.5).detach()))
    kl = sum(divergences) if mode == "strict" else DEVICES * divergences[-1]
    total = sum(losses) / DEVICES + 0.1 * kl
    parameters = weights + rates + m
    gradients = torch.autograd.grad(total, parameters)
    return {
        "loss": total.item(),
        "answers": answers,
        "gradients": [[round(x, 12) for x in g.reshape(-1).tolist()] for g in gradients],
    }


print(json.dumps({f"{s}-{m}": episode(s, m) for s in ["cells", "blocks"] for m in ["strict", "reference"]}))
