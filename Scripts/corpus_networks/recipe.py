"""How one network is made and exported."""

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Recipe:
    """A network and the form of its file. Everything is a function: nothing is built before it is exported."""

    build: Callable
    inputs: Callable
    opset: int = 17
    # The exporter: torch.export and onnxscript, or the older one by tracing.
    dynamo: bool = False
    # Folding would expand a table of biases into one matrix for each head, so some networks stay as stored.
    fold: bool = True
    # Input name -> {axis: symbol}.
    axes: dict | None = None
    # Sizes and values that decide what is run cannot be counted without numbers.
    real: bool = False
    # What happens to the file after the export: function of its path.
    after: Callable | None = None


def image(side, channels=3, batch=1):
    """One input of batch x channels x side x side."""
    import torch

    return lambda: (torch.randn(batch, channels, side, side),)


def tokens(vocabulary, length, batch=1):
    """One input of token numbers."""
    import torch

    return lambda: (torch.randint(0, vocabulary, (batch, length)),)


def signal(*sizes):
    """One input of the given sizes."""
    import torch

    return lambda: (torch.randn(*sizes),)
