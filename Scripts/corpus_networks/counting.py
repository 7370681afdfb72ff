"""What PyTorch counts for a network: parameters, and FLOPs of matrix products and convolutions."""

import contextlib
import copy


def parameters(model):
    """The parameters of the network as written; one that is shared counts once."""
    return sum(parameter.numel() for parameter in model.parameters())


def folded(model, inputs):
    """How many parameters fewer stay when each batch normalisation right behind a convolution is folded into it.

    A run with hooks tells which are: the tensor a normalisation gets is the very one that a convolution gave.
    """
    import torch

    kinds = (torch.nn.Conv1d, torch.nn.Conv2d, torch.nn.Conv3d)
    given, found, hooks = {}, {}, []

    def behind(module, _, output):
        given[id(output)] = (module, output)

    def before(module, arguments):
        convolution, output = given.get(id(arguments[0]), (None, None))
        if convolution is not None and output is arguments[0]:
            found[module] = convolution

    for module in model.modules():
        if isinstance(module, kinds):
            hooks.append(module.register_forward_hook(behind))
        elif isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            hooks.append(module.register_forward_pre_hook(before))
    with torch.no_grad():
        model(*inputs)
    for hook in hooks:
        hook.remove()
    return sum(
        (2 * norm.num_features if norm.affine else 0) - (0 if convolution.bias is not None else norm.num_features)
        for norm, convolution in found.items())


@contextlib.contextmanager
def plainly():
    """Fused attention and recurrent layers become the matrix products they stand for, which are counted."""
    import torch
    from torch.nn.attention import SDPBackend, sdpa_kernel

    with sdpa_kernel(SDPBackend.MATH), torch.backends.mkldnn.flags(enabled=False):
        yield


def count(recipe, model, inputs):
    """Everything corpus.json says about one network of PyTorch."""
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    unfused = parameters(model)
    if not recipe.real:
        # Without numbers: shapes are all that is needed.
        model = copy.deepcopy(model).to("meta")
        inputs = tuple(tensor.to("meta") for tensor in inputs)
    with plainly():
        less = folded(model, inputs)
        counter = FlopCounterMode(display=False)
        with torch.no_grad(), counter:
            model(*inputs)
    flops = {}
    for operator, amount in counter.get_flop_counts().get("Global", {}).items():
        flops[str(operator).removeprefix("aten.")] = int(amount)
    return {"parameters": unfused - less, "unfused_parameters": unfused, "flops": sum(flops.values()), "by_operator": flops}
