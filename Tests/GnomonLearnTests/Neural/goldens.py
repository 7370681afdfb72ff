"""Forward values and derivatives of modules, losses and optimizers as PyTorch computes them, in Float64.

Usage: python goldens.py > goldens.json      (any PyTorch; all inputs are made by `fill`)
"""

import json
import math

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def fill(offset, *sizes):
    """sin(offset + 0.7 i) / 2 in row-major order; the tests have the same function."""
    count = math.prod(sizes)
    values = [math.sin(offset + 0.7 * i) / 2 for i in range(count)]
    return torch.tensor(values).reshape(sizes).requires_grad_()


def weighted(y):
    """One number that depends on every place of y in its own way."""
    return (y.reshape(-1) * torch.cos(torch.arange(y.numel()) * 0.3)).sum()


GOLDENS = {}


def record(name, y, inputs):
    """Keeps y and the derivative of weighted(y), or of y itself if it is one number, in each input."""
    scalar = y if y.dim() == 0 else weighted(y)
    gradients = torch.autograd.grad(scalar, inputs)
    GOLDENS[name] = {
        "value": y.detach().reshape(-1).tolist(),
        "gradients": [g.reshape(-1).tolist() for g in gradients],
    }


ADJACENCY = torch.tensor([
    [[1.0, 1, 0, 1], [0, 1, 1, 0], [0, 0, 1, 1], [0, 0, 0, 1]],
    [[1.0, 1, 1, 0], [0, 1, 0, 0], [0, 1, 1, 0], [0, 0, 0, 0]],
])


def modules():
    x, w, b = fill(1, 3, 4), fill(2, 4, 5), fill(3, 5)
    record("linear", F.linear(x, w.t(), b), [x, w, b])

    x, g, b = fill(1, 3, 6), fill(2, 6), fill(3, 6)
    record("layerNorm", F.layer_norm(x, [6], g, b, 1e-5), [x, g, b])

    w = fill(1, 5, 3)
    record("embedding", F.embedding(torch.tensor([[4, 0], [4, 2]]), w), [w])

    h, w, b = fill(1, 2, 4, 3), fill(2, 3, 5), fill(3, 5)
    record("gcn", ADJACENCY @ (h @ w) + b, [h, w, b])

    h, wl, b, wr = fill(1, 2, 4, 3), fill(2, 3, 5), fill(3, 5), fill(4, 3, 5)
    mean = (ADJACENCY @ h) / ADJACENCY.sum(-1, keepdim=True).clamp(min=1)
    record("sage", F.normalize(F.linear(mean, wl.t(), b) + F.linear(h, wr.t()), dim=-1), [h, wl, b, wr])

    h, w, s, t, b = fill(1, 2, 4, 3), fill(2, 3, 6), fill(3, 2, 3), fill(4, 2, 3), fill(5, 6)
    z = (h @ w).reshape(2, 4, 2, 3)
    e = F.leaky_relu(torch.einsum("bihf,hf->bih", z, s).unsqueeze(2) + torch.einsum("bjhf,hf->bjh", z, t).unsqueeze(1), 0.2)
    seen = (ADJACENCY + torch.eye(4)) > 0
    alpha = torch.softmax(e.masked_fill(~seen.unsqueeze(-1), -math.inf), 2)
    record("gat", torch.einsum("bijh,bjhf->bihf", alpha, z).reshape(2, 4, 6) + b, [h, w, s, t, b])

    h, eps, w1, b1, w2, b2 = fill(1, 2, 4, 3), fill(2, 1), fill(3, 3, 5), fill(4, 5), fill(5, 5, 2), fill(6, 2)
    mlp = lambda v: F.linear(F.relu(F.linear(v, w1.t(), b1)), w2.t(), b2)
    record("gin", mlp((1 + eps) * h + ADJACENCY @ h), [h, eps, w1, b1, w2, b2])

    x, wi, wh, b = fill(1, 2, 4, 3), fill(2, 8, 3), fill(3, 8, 2), fill(4, 16)
    lstm = torch.nn.LSTM(3, 2, batch_first=True)
    values = {"weight_ih_l0": wi, "weight_hh_l0": wh, "bias_ih_l0": b[:8], "bias_hh_l0": b[8:]}
    y, _ = torch.func.functional_call(lstm, values, (x,))
    record("lstm", y, [x, wi, wh, b])
    lengths = torch.tensor([2, 4])
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
    _, (last, _) = torch.func.functional_call(lstm, values, (packed,))
    record("lstmLast", last[0], [x, wi, wh, b])

    x = fill(1, 2, 3, 4)
    ws, bs = [fill(2 + i, 4, 4) for i in range(4)], [fill(6 + i, 4) for i in range(4)]
    attention = torch.nn.MultiheadAttention(4, 2, batch_first=True)
    values = {
        "in_proj_weight": torch.cat([w.t() for w in ws[:3]]), "in_proj_bias": torch.cat(bs[:3]),
        "out_proj.weight": ws[3].t(), "out_proj.bias": bs[3],
    }
    hidden = torch.tensor([[False, False, True], [False, False, False], [True, False, False]])
    y, _ = torch.func.functional_call(attention, values, (x, x, x), {"attn_mask": hidden})
    record("attention", y, [x] + [v for pair in zip(ws, bs) for v in pair])

    h, w, b, g, s = fill(1, 2, 4, 3), fill(2, 3, 19), fill(3, 19), fill(4, 19), fill(5, 19)
    layer = F.relu(F.layer_norm(ADJACENCY @ (h @ w) + b, [19], g, s, 1e-5))
    record("graphLayer", layer, [h, w, b, g, s])
    record("graphLayerFirst", F.relu(F.layer_norm(ADJACENCY @ (h @ w) + b, [19], g, s, 1e-5))[:, 0], [h, w, b, g, s])
    record("graphLayerPlain", F.relu(ADJACENCY @ (h @ w) + b), [h, w, b])


def losses():
    p, y = fill(1, 6), fill(2, 6).detach().abs() + 0.5
    record("relativeMSE", ((p / y - 1) ** 2).mean(), [p])
    record("l1", F.l1_loss(p, y, reduction="sum"), [p])
    record("mse", F.mse_loss(p, y), [p])
    pairs = [(0, 1), (2, 1), (5, 3), (4, 0)]
    before, after = p[[i for i, _ in pairs]], p[[j for _, j in pairs]]
    record("hinge", F.margin_ranking_loss(before, after, torch.ones(4), margin=0.1), [p])
    order = torch.tensor([3, 0, 5, 1, 4, 2])
    s = p[order]
    record("listMLE", sum(torch.logsumexp(s[i:], 0) - s[i] for i in range(6)), [p])
    x, t = fill(1, 3, 2), torch.softmax(fill(2, 3, 2).detach(), -1)
    record("kl", F.kl_div(F.log_softmax(x, -1), t, reduction="sum"), [x])
    record("crossEntropy", F.binary_cross_entropy_with_logits(p, torch.sigmoid(y)), [p])
    # Second derivatives: of the squared length of the first.
    x = fill(1, 5)
    first, = torch.autograd.grad((torch.tanh(x) ** 3).sum(), x, create_graph=True)
    record("second", (first ** 2).sum(), [x])


def optimizer(name, make, clip=None):
    """Ten steps on the sum of cos(p) (1 + i / 10)."""
    p = fill(1, 40)
    chosen = make([p])
    for _ in range(10):
        chosen.zero_grad()
        (torch.cos(p) * (1 + torch.arange(40) / 10)).sum().backward()
        if clip:
            torch.nn.utils.clip_grad_norm_([p], clip, error_if_nonfinite=True)
        chosen.step()
    GOLDENS[name] = {"value": p.detach().tolist(), "gradients": []}


def schedules():
    dummy = torch.zeros(1, requires_grad=True)
    o = torch.optim.SGD([dummy], lr=0.1)
    c = torch.optim.lr_scheduler.CosineAnnealingLR(o, 8)
    rates = []
    for _ in range(8):
        rates.append(o.param_groups[0]["lr"])
        o.step()
        c.step()
    GOLDENS["cosine"] = {"value": rates, "gradients": []}
    o = torch.optim.SGD([dummy], lr=0.1)
    s = torch.optim.lr_scheduler.ReduceLROnPlateau(o, factor=0.5, patience=2, threshold=0.01)
    rates = []
    for loss in [1, 0.9, 0.899, 0.895, 0.893, 0.892, 0.5, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6]:
        rates.append(o.param_groups[0]["lr"])
        s.step(loss)
    GOLDENS["plateau"] = {"value": rates, "gradients": []}


modules()
losses()
optimizer("adamW", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.1))
optimizer("adamWClipped", lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0, eps=0.1), clip=1.0)
optimizer("momentum", lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=0.01))
schedules()
print(json.dumps(GOLDENS, indent=0, separators=(",", ":")).replace(",\n", ",").replace("[\n", "[").replace("\n]", "]"))
