"""The latency network of BRP-NAS in plain PyTorch, on one thread: what `training` is timed beside.

Reads one command a line and answers with one line:
  ROWS.csv                             rows of `digits,milliseconds`; answers `ok COUNT`
  epochs BATCH COUNT OPTIMIZER SEED    trains from scratch; answers `SECONDS MAPE` (validation, per cent)
  equal COUNT OPTIMIZER SEED TEST.csv  trains as Gnomon does by default, keeps the best epoch; answers `SECONDS MAPE` (TEST)
  predict                              answers `SECONDS SUM` for all 15,625 cells by the last model, Float32
OPTIMIZER is `default` or `fused`, both AdamW of torch.optim.
"""

import itertools
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)

EDGES = [(0, 1), (0, 2), (0, 4), (1, 3), (1, 5), (2, 6), (3, 6), (4, 7), (5, 7), (6, 7)]


def encode(codes):
    """Adjacency and features of a cell (arXiv:2007.08668), a global node first."""
    a = [[0] * 8 for _ in range(8)]
    for i, j in EDGES:
        a[i][j] = 1
    for node, code in enumerate(codes, 1):
        if code <= 1:
            if code == 1:
                for i in range(8):
                    if a[i][node]:
                        for j in range(8):
                            a[i][j] = 1 if a[node][j] else a[i][j]
            for i in range(8):
                a[i][node] = a[node][i] = 0
    down, up = {0}, {7}
    for i in range(8):
        if i in down:
            down |= {j for j in range(8) if a[i][j]}
    for i in reversed(range(8)):
        if any(a[i][j] and j in up for j in range(8)):
            up.add(i)
    alive = down & up
    adjacency = torch.zeros(9, 9)
    adjacency[0] = 1
    features = torch.zeros(9, 6)
    features[0, 5] = 1
    for i in range(8):
        adjacency[i + 1, i + 1] = 1
        if i in alive:
            for j in alive:
                adjacency[i + 1, j + 1] = max(float(i == j), a[i][j])
    features[1, 3] = features[8, 4] = 1
    for node, code in enumerate(codes, 1):
        if node in alive and code >= 2:
            features[node + 1, code - 2] = 1
    return adjacency, features


class Model(torch.nn.Module):
    def __init__(self, layers=4, width=600, dropout=0.002):
        super().__init__()
        sizes = [6] + [width] * layers
        bound = width ** -0.5
        make = lambda *shape: torch.nn.Parameter(torch.empty(*shape).uniform_(-bound, bound))
        self.weights = torch.nn.ParameterList([make(a, b) for a, b in zip(sizes, sizes[1:])])
        self.biases = torch.nn.ParameterList([make(b) for b in sizes[1:]])
        self.norms = torch.nn.ModuleList([torch.nn.LayerNorm(b) for b in sizes[1:]])
        self.dropout = torch.nn.Dropout(dropout)
        self.readout = torch.nn.Linear(width, 1)

    def forward(self, adjacency, h):
        for weight, bias, norm in zip(self.weights, self.biases, self.norms):
            h = self.dropout(torch.relu(norm(adjacency @ (h @ weight) + bias)))
        return self.readout(h[:, 0])[:, 0]


def read(path):
    """Adjacencies, features and milliseconds of a file's rows."""
    rows = [row.strip().split(",") for row in open(path, encoding="utf-8")]
    pairs = [encode([int(c) for c in row[0]]) for row in rows]
    latencies = torch.tensor([float(row[1]) for row in rows])
    return torch.stack([p[0] for p in pairs]), torch.stack([p[1] for p in pairs]), latencies


def equal(a, x, milliseconds, epochs, fused, seed, test):
    """Relative errors in logarithms, rows of A normalised, batches of 32, Float32, the rate falling as a cosine."""
    torch.manual_seed(seed)
    ta, tx, truth = read(test)
    start = time.perf_counter()
    rows = len(milliseconds) * 9 // 10
    logs = milliseconds.log()
    mean, deviation = logs[:rows].mean(), logs[:rows].std(correction=0)
    y = ((logs - mean) / deviation).float()
    normalise = lambda m: (m / m.sum(2, keepdim=True)).float()
    a, x = normalise(a), x.float()
    model = Model().float()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=5e-4, fused=fused)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, epochs)
    best, kept = float("inf"), None
    for _ in range(epochs):
        model.train()
        order = torch.randperm(rows)
        for at in range(0, rows, 32):
            chosen = order[at:at + 32]
            optimizer.zero_grad()
            (model(a[chosen], x[chosen]) - y[chosen]).abs().sum().backward()
            optimizer.step()
        schedule.step()
        model.eval()
        with torch.no_grad():
            loss = (model(a[rows:], x[rows:]) - y[rows:]).abs().mean().item()
        if loss < best:
            best, kept = loss, {name: value.clone() for name, value in model.state_dict().items()}
    seconds = time.perf_counter() - start
    model.load_state_dict(kept)
    model.eval()
    with torch.no_grad():
        found = torch.cat([model(normalise(ta[i:i + 128]), tx[i:i + 128].float()) for i in range(0, len(ta), 128)])
    return seconds, 100 * ((found.double() * deviation + mean).exp() / truth - 1).abs().mean().item()


def main():
    model = a = x = y = None
    for line in sys.stdin:
        words = line.split()
        if words[0] == "epochs":
            batch, epochs, seed = int(words[1]), int(words[2]), int(words[4])
            torch.manual_seed(seed)
            start = time.perf_counter()
            model = Model()
            fused = {"fused": True} if words[3] == "fused" else {}
            optimizer = torch.optim.AdamW(model.parameters(), lr=4e-4, weight_decay=5e-4, **fused)
            rows = len(y) * 9 // 10
            for _ in range(epochs):
                model.train()
                order = torch.randperm(rows)
                for at in range(0, rows, batch):
                    chosen = order[at:at + batch]
                    optimizer.zero_grad()
                    (model(a[chosen], x[chosen]) - y[chosen]).abs().sum().backward()
                    optimizer.step()
                model.eval()
                with torch.no_grad():
                    found = model(a[rows:], x[rows:])
            seconds = time.perf_counter() - start
            print(seconds, 100 * (found / y[rows:] - 1).abs().mean().item(), flush=True)
        elif words[0] == "equal":
            print(*equal(a, x, y * 1000, int(words[1]), words[2] == "fused", int(words[3]), words[4]), flush=True)
        elif words[0] == "predict":
            model.float().eval()
            cells = list(itertools.product(range(5), repeat=6))
            start = time.perf_counter()
            pairs = [encode(cell) for cell in cells]
            aa = torch.stack([p[0] for p in pairs]).float()
            xx = torch.stack([p[1] for p in pairs]).float()
            forward = time.perf_counter()
            with torch.no_grad():
                found = [model(aa[i:i + 128], xx[i:i + 128]) for i in range(0, len(cells), 128)]
            print(time.perf_counter() - forward, forward - start, torch.cat(found).sum().item(), flush=True)
            model.double()
        else:
            a, x, y = read(line.strip())
            y = y / 1000
            print("ok", len(y), flush=True)


main()
