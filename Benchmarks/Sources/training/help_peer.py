"""Meta-training steps of HELP (arXiv:2106.08630) in plain PyTorch, on one thread: what `training help` is timed beside.

As published: device after device, two steps of gradient descent that are differentiated themselves, Adam on everything.
Reads one command a line and answers with one line:
  cells|blocks DEVICES STEPS SEED      answers `SECONDS LOSS`: of all steps, and the mean query loss of the last five
"""

import sys
import time

import torch
import torch.nn.functional as F

torch.set_num_threads(1)

WIDTH, SUPPORT, QUERY, ROWS = 100, 10, 200, 900
ARCS = [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)]


def cells(generator):
    codes = torch.randint(0, 5, (ROWS, 6), generator=generator)
    columns = torch.tensor([4, 5, 2, 3, 1])[codes]
    first, last = torch.zeros(ROWS, 1, dtype=torch.long), torch.full((ROWS, 1), 6)
    features = F.one_hot(torch.cat([first, columns, last, last + 1], 1), 8).float()
    arcs = torch.zeros(9, 9)
    for a, b in ARCS:
        arcs[a, b] = 1
    arcs[:, 8] = 1
    arcs[8, :] = 0
    arcs.fill_diagonal_(1)
    cost = torch.tensor([0.1, 0.2, 1.0, 3.0, 0.6])
    return (features, arcs.T.repeat(ROWS, 1, 1)), cost[codes]


def blocks(generator):
    codes = torch.randint(0, 9, (ROWS, 22), generator=generator)
    there = (codes < 8).float()[..., None]
    bits = torch.cat([F.one_hot(codes // 4 % 2, 2), F.one_hot(codes % 4, 4)], 2) * there
    return (bits.reshape(ROWS, 132),), torch.linspace(0.2, 3.0, 9)[codes]


class Learner(torch.nn.Module):
    def __init__(self, space):
        super().__init__()
        self.space = space
        if space == "cells":
            sizes = [(8, WIDTH)] + [(WIDTH, WIDTH)] * 3
            bound = 0.05
            for n, size in enumerate(sizes):
                self.register_parameter(f"gc{n}_weight", torch.nn.Parameter(torch.empty(size).uniform_(-bound, bound)))
                self.register_parameter(f"gc{n}_bias", torch.nn.Parameter(torch.empty(WIDTH).uniform_(-0.1, 0.1)))
        else:
            self.fc1, self.fc2 = torch.nn.Linear(132, WIDTH), torch.nn.Linear(WIDTH, WIDTH)
        self.hw1, self.hw2 = torch.nn.Linear(10, WIDTH), torch.nn.Linear(WIDTH, WIDTH)
        self.fc3, self.fc4 = torch.nn.Linear(2 * WIDTH, 2 * WIDTH), torch.nn.Linear(2 * WIDTH, 2 * WIDTH)
        self.fc5 = torch.nn.Linear(2 * WIDTH, 1)

    def forward(self, x, hardware, p):
        linear = lambda h, name: F.linear(h, p[name + ".weight"], p[name + ".bias"])
        h = x[0]
        if self.space == "cells":
            for n in range(4):
                h = F.relu(torch.bmm(x[1], h @ p[f"gc{n}_weight"]) + p[f"gc{n}_bias"])
            h = h[:, 8]
        else:
            h = F.relu(linear(F.relu(linear(h, "fc1")), "fc2"))
        d = F.relu(linear(F.relu(linear(hardware.repeat(len(h), 1), "hw1")), "hw2"))
        h = F.relu(linear(torch.cat([h, d], 1), "fc3"))
        return linear(F.relu(linear(h, "fc4")), "fc5")


def modulated(p, z):
    p = {name: value.clone() for name, value in p.items()}
    for n, name in enumerate(["fc3", "fc4", "fc5"]):
        p[name + ".weight"] = p[name + ".weight"] * (1 + 0.01 * z[n * 200:(n + 1) * 200])
        p[name + ".bias"] = p[name + ".bias"] + 0.01 * z[600 + n]
    return p


def train(space, devices, steps, seed):
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    x, cost = (cells if space == "cells" else blocks)(generator)
    labels = [(cost * torch.rand(cost.shape[1], generator=generator)).sum(1) for _ in range(devices)]
    labels = [(y - y.min()) / (y.max() - y.min()) * 0.9 + 0.05 for y in labels]
    vectors = [(y[:10] - y[:10].min()) / (y[:10].max() - y[:10].min()) for y in labels]
    model = Learner(space)
    rates = {name: torch.nn.Parameter(torch.full_like(p, 1e-3)) for name, p in model.named_parameters()}
    modulator = torch.nn.Sequential(torch.nn.Linear(10, 10), torch.nn.ReLU(), torch.nn.Linear(10, 1206))
    everything = list(model.parameters()) + list(rates.values()) + list(modulator.parameters())
    optimizer = torch.optim.Adam(everything, lr=1e-4)
    prior = torch.distributions.Normal(torch.zeros(603), torch.ones(603))
    losses = []
    start = time.perf_counter()
    for _ in range(steps):
        total = query = 0
        for device in range(devices):
            order = torch.randperm(ROWS)
            s, q = order[:SUPPORT], order[SUPPORT:SUPPORT + QUERY]
            stats = modulator(vectors[device])
            posterior = torch.distributions.Normal(stats[:603], F.softplus(stats[603:]))
            p = modulated(dict(model.named_parameters()), posterior.rsample())
            for _ in range(2):
                answer = model([t[s] for t in x], vectors[device], p)
                loss = F.mse_loss(answer, labels[device][s][:, None])
                gradients = torch.autograd.grad(loss, list(p.values()), create_graph=True)
                p = {name: value - rates[name] * g for (name, value), g in zip(p.items(), gradients)}
            answer = model([t[q] for t in x], vectors[device], p)
            loss = F.mse_loss(answer, labels[device][q][:, None])
            query += loss.item() / devices
            total = total + loss / devices + 0.1 * torch.distributions.kl_divergence(posterior, prior).sum()
        optimizer.zero_grad()
        total.backward()
        optimizer.step()
        losses.append(query)
    return time.perf_counter() - start, sum(losses[-5:]) / len(losses[-5:])


for line in sys.stdin:
    space, devices, steps, seed = line.split()
    print(*train(space, int(devices), int(steps), int(seed)), flush=True)
