"""Small networks written here for what the collections lack: super-resolution, speech, language, U-Net, tables."""

import functools
import math

from .recipe import Recipe, image, signal, tokens


def block(*parts):
    import torch

    return torch.nn.Sequential(*parts)


def espcn():
    """Efficient sub-pixel convolution (arXiv:1609.05158)."""
    from torch import nn

    return block(nn.Conv2d(1, 64, 5, padding=2), nn.Tanh(), nn.Conv2d(64, 32, 3, padding=1), nn.Tanh(),
                 nn.Conv2d(32, 9, 3, padding=1), nn.PixelShuffle(3))


def srcnn():
    """Upsampling before the convolutions (arXiv:1501.00092)."""
    from torch import nn

    return block(nn.Upsample(scale_factor=2, mode="bicubic", align_corners=False), nn.Conv2d(3, 64, 9, padding=4),
                 nn.ReLU(), nn.Conv2d(64, 32, 1), nn.ReLU(), nn.Conv2d(32, 3, 5, padding=2))


def residual(body):
    from torch import nn

    class Residual(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = body

        def forward(self, x):
            return x + self.body(x)

    return Residual()


def edsr(width=32, depth=6):
    """Residual super-resolution without normalisation (arXiv:1707.02921)."""
    from torch import nn

    blocks = [residual(block(nn.Conv2d(width, width, 3, padding=1), nn.ReLU(), nn.Conv2d(width, width, 3, padding=1)))
              for _ in range(depth)]
    return block(nn.Conv2d(3, width, 3, padding=1), residual(block(*blocks, nn.Conv2d(width, width, 3, padding=1))),
                 nn.Conv2d(width, width * 4, 3, padding=1), nn.PixelShuffle(2), nn.Conv2d(width, 3, 3, padding=1))


def unet(widths=(16, 32, 64, 128)):
    """Encoder and decoder with skips, transposed convolutions upwards (arXiv:1505.04597)."""
    import torch
    from torch import nn

    def double(inputs, outputs):
        return block(nn.Conv2d(inputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(),
                     nn.Conv2d(outputs, outputs, 3, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU())

    class UNet(nn.Module):
        def __init__(self):
            super().__init__()
            pairs = list(zip(widths, widths[1:]))
            self.first = double(3, widths[0])
            self.down = nn.ModuleList(double(low, high) for low, high in pairs)
            self.up = nn.ModuleList(nn.ConvTranspose2d(high, low, 2, stride=2) for low, high in pairs)
            self.join = nn.ModuleList(double(2 * low, low) for low, _ in pairs)
            self.last = nn.Conv2d(widths[0], 2, 1)

        def forward(self, x):
            x, skips = self.first(x), []
            for down in self.down:
                skips.append(x)
                x = down(nn.functional.max_pool2d(x, 2))
            for up, join, skip in zip(reversed(self.up), reversed(self.join), reversed(skips)):
                x = join(torch.cat([up(x), skip], dim=1))
            return self.last(x)

    return UNet()


def generator():
    """DCGAN's generator (arXiv:1511.06434): transposed convolutions with stride and overlap."""
    from torch import nn

    parts, sizes = [], (100, 256, 128, 64, 32)
    for index, (inputs, outputs) in enumerate(zip(sizes, sizes[1:])):
        parts += [nn.ConvTranspose2d(inputs, outputs, 4, stride=1 if index == 0 else 2,
                                     padding=0 if index == 0 else 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()]
    return block(*parts, nn.ConvTranspose2d(sizes[-1], 3, 4, stride=2, padding=1, groups=1), nn.Tanh())


def wav2letter(labels=29):
    """Convolutions along time (arXiv:1609.03193)."""
    from torch import nn

    parts = [nn.Conv1d(40, 128, 11, stride=2, padding=5), nn.Hardtanh(0, 20)]
    for _ in range(4):
        parts += [nn.Conv1d(128, 128, 7, padding=3, bias=False), nn.BatchNorm1d(128), nn.ReLU()]
    return block(*parts, nn.Conv1d(128, 256, 1), nn.ReLU(), nn.Conv1d(256, labels, 1), nn.LogSoftmax(dim=1))


def dilated(width=64, depth=6):
    """Causal convolutions with doubling dilation and gates (arXiv:1609.03499)."""
    import torch
    from torch import nn

    class Gated(nn.Module):
        def __init__(self, dilation):
            super().__init__()
            self.dilation = dilation
            self.wide = nn.Conv1d(width, 2 * width, 2, dilation=dilation)
            self.back = nn.Conv1d(width, width, 1)

        def forward(self, x):
            value, gate = self.wide(nn.functional.pad(x, (self.dilation, 0))).chunk(2, dim=1)
            return x + self.back(torch.tanh(value) * torch.sigmoid(gate))

    return block(nn.Conv1d(1, width, 1), *[Gated(2 ** i) for i in range(depth)], nn.Conv1d(width, 256, 1))


def recurrent(kind, **options):
    """An acoustic model: recurrent layers over frames, labels for each."""
    from torch import nn

    class Acoustic(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = getattr(nn, kind)(40, 96, **options)
            self.last = nn.Linear(96 * (2 if options.get("bidirectional") else 1), 29)

        def forward(self, x):
            return self.last(self.layers(x)[0])

    return Acoustic()


def conformer(width=96, heads=4, depth=3):
    """Attention and depthwise convolution along time (arXiv:2005.08100), behind a convolutional front."""
    from torch import nn

    class Attention(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = nn.LayerNorm(width)
            self.attention = nn.MultiheadAttention(width, heads, batch_first=True)

        def forward(self, x):
            y = self.norm(x)
            return self.attention(y, y, y, need_weights=False)[0]

    class Convolution(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm = nn.LayerNorm(width)
            self.body = block(nn.Conv1d(width, 2 * width, 1), nn.GLU(dim=1),
                              nn.Conv1d(width, width, 15, padding=7, groups=width, bias=False), nn.BatchNorm1d(width),
                              nn.SiLU(), nn.Conv1d(width, width, 1))

        def forward(self, x):
            return self.body(self.norm(x).transpose(1, 2)).transpose(1, 2)

    def feed():
        return block(nn.LayerNorm(width), nn.Linear(width, 4 * width), nn.SiLU(), nn.Linear(4 * width, width))

    class Conformer(nn.Module):
        def __init__(self):
            super().__init__()
            self.front = block(nn.Conv2d(1, 24, 3, stride=2), nn.ReLU(), nn.Conv2d(24, 24, 3, stride=2), nn.ReLU())
            self.enter = nn.Linear(24 * 19, width)
            self.blocks = block(*[block(residual(feed()), residual(Attention()), residual(Convolution()),
                                        residual(feed()), nn.LayerNorm(width)) for _ in range(depth)])
            self.last = nn.Linear(width, 29)

        def forward(self, x):
            x = self.front(x.unsqueeze(1))
            return self.last(self.blocks(self.enter(x.permute(0, 2, 1, 3).flatten(2))))

    return Conformer()


def language(causal, vocabulary=2000, width=128, heads=4, depth=3, longest=128):
    """Encoder with two kinds of embeddings (arXiv:1810.04805), or decoder with a causal mask and the embedding's
    weights as last layer."""
    import torch
    from torch import nn

    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.second = nn.LayerNorm(width), nn.LayerNorm(width)
            self.three = nn.Linear(width, 3 * width)
            self.out = nn.Linear(width, width)
            self.feed = block(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

        def attend(self, x):
            batch, length, _ = x.shape
            q, k, v = self.three(x).view(batch, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4).unbind(0)
            scores = q @ k.transpose(-2, -1) / math.sqrt(width // heads)
            if causal:
                mask = torch.ones(length, length, dtype=torch.bool, device=x.device).tril()
                scores = scores.masked_fill(~mask, float("-inf"))
            return self.out((scores.softmax(dim=-1) @ v).transpose(1, 2).reshape(batch, length, width))

        def forward(self, x):
            x = x + self.attend(self.first(x))
            return x + self.feed(self.second(x))

    class Language(nn.Module):
        def __init__(self):
            super().__init__()
            self.words = nn.Embedding(vocabulary, width)
            self.places = nn.Embedding(longest, width)
            self.blocks = block(*[Layer() for _ in range(depth)])
            self.norm = nn.LayerNorm(width)
            self.last = nn.Linear(width, vocabulary if causal else 3, bias=not causal)

        def forward(self, ids):
            x = self.words(ids) + self.places(torch.arange(ids.shape[1], device=ids.device))
            x = self.norm(self.blocks(x))
            return self.last(x if causal else x[:, 0])

    model = Language()
    if causal:
        model.last.weight = model.words.weight
    return model


def encoder():
    """PyTorch's own transformer layers."""
    from torch import nn

    layer = nn.TransformerEncoderLayer(96, 4, 256, batch_first=True, activation="gelu")
    return nn.TransformerEncoder(layer, 3, enable_nested_tensor=False)


def translator():
    """PyTorch's encoder and decoder with attention from one to the other."""
    from torch import nn

    return nn.Transformer(64, 4, 2, 2, 128, batch_first=True)


def ranking(tables=6, rows=1000, width=16):
    """Embeddings of categories, products of all pairs, a perceptron (arXiv:1906.00091)."""
    import torch
    from torch import nn

    class Ranking(nn.Module):
        def __init__(self):
            super().__init__()
            self.tables = nn.ModuleList(nn.Embedding(rows, width) for _ in range(tables))
            self.bottom = block(nn.Linear(13, 64), nn.ReLU(), nn.Linear(64, width), nn.ReLU())
            pairs = (tables + 1) * (tables + 1)
            self.top = block(nn.Linear(width + pairs, 64), nn.ReLU(), nn.Linear(64, 1), nn.Sigmoid())

        def forward(self, dense, categories):
            x = self.bottom(dense)
            parts = [x] + [table(categories[:, index]) for index, table in enumerate(self.tables)]
            z = torch.stack(parts, dim=1)
            return self.top(torch.cat([x, torch.bmm(z, z.transpose(1, 2)).flatten(1)], dim=1))

    return Ranking()


def ranked():
    import torch

    return torch.randn(32, 13), torch.randint(0, 1000, (32, 6))


def both():
    import torch

    return torch.randn(1, 24, 64), torch.randn(1, 16, 64)


bert, gpt = functools.partial(language, False), functools.partial(language, True)

RECIPES = {
    "espcn": Recipe(espcn, image(96, channels=1)),
    "srcnn": Recipe(srcnn, image(64)),
    "edsr_small": Recipe(edsr, image(64)),
    "unet_small": Recipe(unet, image(96)),
    "dcgan_generator": Recipe(generator, signal(1, 100, 1, 1)),
    "wav2letter_small": Recipe(wav2letter, signal(1, 40, 300)),
    "wavenet_small": Recipe(dilated, signal(1, 1, 1000)),
    "lstm_acoustic": Recipe(functools.partial(recurrent, "LSTM", num_layers=2, bidirectional=True, batch_first=True),
                            signal(1, 100, 40)),
    "gru_acoustic": Recipe(functools.partial(recurrent, "GRU", num_layers=2), signal(100, 2, 40)),
    "rnn_acoustic": Recipe(functools.partial(recurrent, "RNN"), signal(50, 1, 40)),
    "conformer_small": Recipe(conformer, signal(1, 200, 80)),
    "bert_small": Recipe(bert, tokens(2000, 64)),
    "gpt_small": Recipe(gpt, tokens(2000, 64)),
    "transformer_encoder": Recipe(encoder, signal(2, 50, 96)),
    "transformer_translator": Recipe(translator, both, opset=20, dynamo=True),
    "dlrm_small": Recipe(ranking, ranked),
    "bert_small_axes": Recipe(bert, tokens(2000, 64, batch=2), axes={"input": {0: "batch", 1: "sequence"}}),
}
