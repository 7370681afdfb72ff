"""The network of NASFLAT in plain PyTorch, on one thread, Float32: what `training nasflat` is timed beside.

Reads one command a line and answers with one line:
  epochs SPACE ROWS DEVICES COUNT FORM    trains COUNT epochs from scratch; answers `SECONDS LOSS`
SPACE is nasbench201 or fbnet, ROWS architectures on each of DEVICES are learned from, with 9 or 10 numbers beside the graph.
FORM is `pairs`, which sends both graphs of each pair through the network as the published code does, or `once`, which sends each
graph of a batch through the trunk once and hands its row out to pairs. All batches are slices of tensors that are made before.
"""

import math
import random
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.set_num_threads(1)


class Flow(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        bound = outputs ** -0.5
        self.weight = nn.Parameter(torch.empty(inputs, outputs).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.empty(outputs).uniform_(-bound, bound))
        self.gate = nn.Linear(48, outputs)

    def forward(self, x, arcs, o):
        s = x @ self.weight
        return torch.sigmoid(self.gate(o)) * (arcs @ s) + s + self.bias


class Attention(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.key = nn.Linear(inputs, outputs, bias=False)
        self.score = nn.Parameter(torch.empty(outputs).uniform_(-outputs ** -0.5, outputs ** -0.5))
        self.gate = nn.Linear(48, outputs)
        self.norm = nn.LayerNorm(outputs)

    def forward(self, x, mask, o):
        h = self.key(x)
        scores = F.leaky_relu((h * self.score) @ h.transpose(1, 2) / math.sqrt(h.shape[-1]))
        return self.norm(torch.sigmoid(self.gate(o)) * (torch.softmax(scores + mask, -1) @ h))


class Layer(nn.Module):
    def __init__(self, inputs, outputs):
        super().__init__()
        self.flow = Flow(inputs, outputs)
        self.attention = Attention(inputs, outputs)

    def forward(self, x, arcs, mask, o):
        return (self.flow(x, arcs, o) + self.attention(x, mask, o)) / 2


def mlp(*sizes):
    parts = []
    for a, b in zip(sizes, sizes[1:]):
        parts += [nn.Linear(a, b), nn.ReLU(), nn.Dropout(0.1)]
    return nn.Sequential(*parts)


class Network(nn.Module):
    def __init__(self, codes, devices, columns):
        super().__init__()
        self.operators = nn.Embedding(codes, 40)
        self.output = nn.Parameter(torch.randn(1, 40))
        self.hardware = nn.Embedding(devices, 8)
        self.input_node = nn.Parameter(torch.randn(1, 48))
        self.other_node = nn.Parameter(torch.zeros(1, 48))
        self.nodes = nn.Linear(48, 96)
        self.refining = nn.ModuleList([Layer(96, 128), Layer(128, 128)])
        self.reading = nn.Sequential(
            nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 128))
        self.update = nn.Sequential(nn.Linear(176, 128), nn.ReLU(), nn.Linear(128, 48))
        self.main = nn.ModuleList([Layer(96, 128), Layer(128, 128), Layer(128, 128)])
        self.beside = nn.Sequential(mlp(columns, 128, 128), nn.Linear(128, 48))
        self.head = nn.Sequential(mlp(176, 200, 200, 200), nn.Linear(200, 1))

    def trunk(self, arcs, mask, symbols, device):
        count, nodes = symbols.shape[0], symbols.shape[1] + 2
        own = torch.cat([
            torch.zeros(count, 1, 40), self.operators(symbols), self.output.expand(count, 1, 40)], 1)
        o = torch.cat([own, self.hardware(device)[:, None].expand(count, nodes, 8)], -1)
        x = self.nodes(torch.cat([self.input_node, self.other_node.expand(nodes - 1, 48)]))
        x = x.expand(count, nodes, 96)
        y = torch.relu(self.refining[0](x, arcs, mask, o))
        v = self.reading(self.refining[1](y, arcs, mask, o)[:, -1:])
        o = self.update(torch.cat([o, v.expand(count, nodes, 128)], -1))
        y = torch.relu(self.main[0](x, arcs, mask, o))
        y = torch.relu(self.main[1](y, arcs, mask, o))
        return self.main[2](y, arcs, mask, o)[:, 1:].mean(1)

    def score(self, rows, beside):
        return self.head(torch.cat([rows, self.beside(beside)], -1))[:, 0]


def made(space, rows):
    """Graphs of some architectures: random arcs stand for cells, whose products cost the same."""
    nodes, layers, codes, columns = (8, 6, 5, 9) if space == "nasbench201" else (24, 22, 9, 10)
    symbols = torch.randint(codes, (rows, layers))
    if space == "nasbench201":
        arcs = torch.tril((torch.rand(rows, nodes, nodes) < 0.3).float(), -1)
    else:
        arcs = torch.diag(torch.ones(nodes - 1), -1).expand(rows, nodes, nodes).contiguous()
    mask = torch.where(arcs + torch.eye(nodes) > 0, 0.0, -1e30)
    return arcs, mask, symbols, torch.rand(rows, columns), codes, columns


def pairs_of(labels, most):
    """As the published code chooses them, without loops."""
    above = torch.triu((labels[:, None] != labels[None]).float(), 1)
    places = above.nonzero()
    if len(places) > most:
        places = places[torch.randperm(len(places))[:most]]
    i, j = places[:, 0], places[:, 1]
    swap = labels[i] < labels[j]
    return torch.where(swap, j, i), torch.where(swap, i, j)


def train(space, rows, devices, epochs, form):
    arcs, mask, symbols, beside, codes, columns = made(space, rows)
    labels = torch.rand(rows * devices)
    start = time.perf_counter()
    network = Network(codes, devices + 1, columns)
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=1e-5)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs, 1e-6)
    total = 0.0
    for _ in range(epochs):
        order = torch.randperm(rows * devices)
        for at in range(0, len(order), 128):
            chosen = order[at:at + 128]
            row, device = chosen % rows, chosen // rows
            slow, fast = pairs_of(labels[chosen], 4 * len(chosen))
            both = torch.cat([slow, fast])
            if form == "once":
                y = network.trunk(arcs[row], mask[row], symbols[row], device)[both]
            else:
                again = row[both]
                y = network.trunk(arcs[again], mask[again], symbols[again], device[both])
            scores = network.score(y, beside[row][both])
            gap = scores[:len(slow)] - scores[len(slow):]
            loss = torch.relu(0.1 - gap).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total = loss.item()
        schedule.step()
    return time.perf_counter() - start, total


def main():
    for line in sys.stdin:
        _, space, rows, devices, epochs, form = line.split()
        torch.manual_seed(1)
        random.seed(1)
        seconds, loss = train(space, int(rows), int(devices), int(epochs), form)
        print(seconds, loss, flush=True)


main()
