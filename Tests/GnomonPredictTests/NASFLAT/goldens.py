"""Scores, a loss and its derivatives of NASFLAT's network as plain PyTorch computes them, in Float64.

Usage: python goldens.py > goldens.json      (any PyTorch; weights are made by `fill`)

The network is written down as arXiv:2403.02446 and its code have it: one graph at a time, nothing shared. Parameters have the
names and shapes of `NASFLATNetwork`, so that linear layers are x W + b with W inputs x outputs.
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)

EDGES = [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)]


def cell(codes):
    """Adjacency (from, to) of a cell with skips contracted and dead nodes cut, and its symbols."""
    arcs = set(EDGES)
    for node, code in enumerate(codes, 1):
        if code > 1:
            continue
        before = [a for a, b in arcs if b == node]
        after = [b for a, b in arcs if a == node]
        arcs = {(a, b) for a, b in arcs if node not in (a, b)}
        if code == 1:
            arcs |= {(a, b) for a in before for b in after}
    down, up = {0}, {7}
    for _ in range(8):
        down |= {b for a, b in arcs if a in down}
        up |= {a for a, b in arcs if b in up}
    alive = down & up
    matrix = torch.zeros(8, 8)
    for a, b in arcs:
        if a in alive and b in alive:
            matrix[a, b] = 1
    return matrix, list(codes)


def chain(codes, reference):
    if reference:
        return torch.eye(22), list(codes[1:-1])
    matrix = torch.zeros(24, 24)
    for node in range(23):
        matrix[node, node + 1] = 1
    return matrix, list(codes)


def shapes(layer, in_head, codes, devices, supplement):
    """Every parameter in the order of the Swift model's properties."""
    own = 48 if in_head else 40
    result = {"operators": (codes, own), "output": (1, own), "hardware.weight": (devices, 8),
              "inputNode": (1, 48), "otherNode": (1, 48), "nodes.weight": (48, 96), "nodes.bias": (96,)}

    def linear(name, inputs, outputs, bias=True):
        result[name + ".weight"] = (inputs, outputs)
        if bias:
            result[name + ".bias"] = (outputs,)

    def graph(name, inputs):
        if layer != "attention":
            result[name + ".flow.weight"] = (inputs, 128)
            result[name + ".flow.bias"] = (128,)
            linear(name + ".flow.gate", 48, 128)
        if layer != "flow":
            linear(name + ".attention.key", inputs, 128, False)
            result[name + ".attention.score"] = (128,)
            linear(name + ".attention.gate", 48, 128)
            result[name + ".attention.norm.gamma"] = (128,)
            result[name + ".attention.norm.beta"] = (128,)

    graph("refining.0", 96)
    graph("refining.1", 128)
    linear("reading.0", 128, 128)
    linear("reading.1", 128, 128)
    linear("readingLast", 128, 128)
    linear("update", 176, 128)
    linear("updateLast", 128, 48)
    graph("main.0", 96)
    graph("main.1", 128)
    graph("main.2", 128)
    inputs = 128
    if supplement:
        linear("head.supplement.0", supplement, 128)
        linear("head.supplement.1", 128, 128)
        linear("head.supplementLast", 128, 48)
        inputs += 48
    if in_head:
        linear("head.hardware", 8, 48)
        linear("head.hardwareLast", 48, 48)
        inputs += 48
    linear("head.first", inputs, 200)
    linear("head.layers.0", 200, 200)
    linear("head.layers.1", 200, 200)
    linear("head.last", 200, 1)
    return result


def fill(place, sizes):
    """0.3 sin(place + 0.7 i) in row-major order, around 1 for factors of norms; the test has the same function."""
    count = math.prod(sizes)
    values = [0.3 * math.sin(place + 0.7 * i) for i in range(count)]
    return torch.tensor(values).reshape(sizes)


class Network:
    def __init__(self, form, layer, in_head, codes, devices, supplement):
        self.form, self.layer, self.in_head, self.codes = form, layer, in_head, codes
        self.p = {}
        for place, (name, sizes) in enumerate(shapes(layer, in_head, codes, devices, supplement).items()):
            value = fill(place, sizes)
            if name.endswith("gamma"):
                value = value + 1
            self.p[name] = value.requires_grad_()

    def linear(self, name, x):
        y = x @ self.p[name + ".weight"]
        return y + self.p[name + ".bias"] if name + ".bias" in self.p else y

    def graph(self, name, x, matrix, o):
        reads = matrix.T
        parts = []
        if self.layer != "attention":
            s = x @ self.p[name + ".flow.weight"]
            gate = torch.sigmoid(self.linear(name + ".flow.gate", o))
            parts.append(gate * (reads @ s) + s + self.p[name + ".flow.bias"])
        if self.layer != "flow":
            h = self.linear(name + ".attention.key", x)
            nodes, width = h.shape
            scores = torch.zeros(nodes, nodes)
            for i in range(nodes):
                scores = scores.index_put(
                    (torch.tensor(i),), (h[i] * h * self.p[name + ".attention.score"]).sum(-1) / math.sqrt(width))
            scores = F.leaky_relu(scores, 0.01)
            if self.form == "reference":
                scores = scores * reads
            else:
                scores = scores.masked_fill(reads + torch.eye(nodes) == 0, -math.inf)
            gate = torch.sigmoid(self.linear(name + ".attention.gate", o))
            y = gate * (torch.softmax(scores, -1) @ h)
            gamma, beta = self.p[name + ".attention.norm.gamma"], self.p[name + ".attention.norm.beta"]
            parts.append(F.layer_norm(y, [width], gamma, beta, 1e-5))
        return sum(parts) / len(parts)

    def __call__(self, matrix, symbols, device, supplement=None):
        nodes = len(symbols) + 2
        own = self.p["operators"].shape[1]
        o = torch.cat([torch.zeros(1, own), self.p["operators"][symbols], self.p["output"]])
        hardware = self.p["hardware.weight"][device]
        if not self.in_head:
            o = torch.cat([o, hardware.expand(nodes, 8)], -1)
        x = torch.cat([self.p["inputNode"], self.p["otherNode"].expand(nodes - 1, 48)])
        x = self.linear("nodes", x)
        y = torch.relu(self.graph("refining.0", x, matrix, o))
        v = self.graph("refining.1", y, matrix, o)[-1]
        v = torch.relu(self.linear("reading.1", torch.relu(self.linear("reading.0", v))))
        v = self.linear("readingLast", v)
        o = torch.cat([o, v.expand(nodes, 128)], -1)
        o = self.linear("updateLast", torch.relu(self.linear("update", o)))
        y = torch.relu(self.graph("main.0", x, matrix, o))
        y = torch.relu(self.graph("main.1", y, matrix, o))
        y = self.graph("main.2", y, matrix, o)
        z = y[1:].mean(0)
        if supplement is not None:
            u = torch.relu(self.linear("head.supplement.0", torch.tensor(supplement)))
            u = torch.relu(self.linear("head.supplement.1", u))
            z = torch.cat([z, self.linear("head.supplementLast", u)])
        if self.in_head:
            u = torch.relu(self.linear("head.hardware", hardware))
            z = torch.cat([z, self.linear("head.hardwareLast", u)])
        z = torch.relu(self.linear("head.first", z))
        z = torch.relu(self.linear("head.layers.0", z))
        z = torch.relu(self.linear("head.layers.1", z))
        return self.linear("head.last", z)[0]


CELLS = [[3, 0, 1, 0, 4, 2], [1, 1, 1, 1, 1, 1], [4, 2, 1, 1, 2, 1], [3, 3, 3, 3, 3, 3], [0, 0, 0, 0, 0, 0]]
LAYERS = [[(3 * i + 5 * row) % 9 for i in range(22)] for row in range(3)]


def case(form, layer, in_head, space, supplement):
    codes = 5 if space == "nasbench201" else 9
    rows = CELLS if space == "nasbench201" else LAYERS
    network = Network(form, layer, in_head, codes, 3, supplement)
    scores = []
    for place, row in enumerate(rows):
        matrix, symbols = cell(row) if space == "nasbench201" else chain(row, form == "reference")
        extra = [math.cos(place + 0.5 * i) for i in range(supplement)] if supplement else None
        scores.append(network(matrix, symbols, place % 3, extra))
    # All pairs, a later row slower than an earlier one.
    pairs = [(i, j) for i in range(len(rows)) for j in range(i + 1, len(rows))]
    loss = sum(torch.relu(0.1 - (scores[j] - scores[i])) for i, j in pairs) / len(pairs)
    gradients = torch.autograd.grad(loss, list(network.p.values()), allow_unused=True)
    weighted = {}
    for name, gradient in zip(network.p, gradients):
        if gradient is not None:
            flat = gradient.reshape(-1)
            weighted[name] = (flat * torch.cos(torch.arange(flat.numel()) * 0.3)).sum().item()
    return {"form": form, "layer": layer, "hardware": "head" if in_head else "nodes", "space": space,
            "supplement": supplement, "scores": [s.item() for s in scores], "loss": loss.item(),
            "gradients": weighted}


print(json.dumps([
    case("corrected", "ensemble", False, "nasbench201", 4),
    case("reference", "ensemble", False, "nasbench201", 0),
    case("corrected", "flow", True, "nasbench201", 0),
    case("corrected", "attention", False, "nasbench201", 0),
    case("corrected", "ensemble", False, "fbnet", 0),
    case("reference", "ensemble", True, "fbnet", 3),
], indent=1))
