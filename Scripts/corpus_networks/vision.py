"""Networks of torchvision: classification, segmentation, video."""

from .recipe import Recipe, image, signal

# name -> input side. Families: residual, dense, inverted residual, channel shuffle, inception, plain, transformer.
CLASSIFICATION = {
    "resnet18": 224,
    "resnet50": 224,
    "resnext50_32x4d": 224,
    "wide_resnet50_2": 224,
    "mobilenet_v2": 224,
    "mobilenet_v3_small": 224,
    "mobilenet_v3_large": 224,
    "efficientnet_b0": 224,
    "efficientnet_v2_s": 224,
    "mnasnet1_0": 224,
    "shufflenet_v2_x1_0": 224,
    "squeezenet1_1": 224,
    "densenet121": 224,
    "googlenet": 224,
    "inception_v3": 299,
    "regnet_y_400mf": 224,
    "regnet_x_800mf": 224,
    "convnext_tiny": 224,
    "vgg11_bn": 224,
    "alexnet": 224,
    "vit_b_16": 224,
    "swin_t": 224,
    "squeezenet1_0": 224,
}

SEGMENTATION = {"lraspp_mobilenet_v3_large": 224, "deeplabv3_mobilenet_v3_large": 224, "fcn_resnet50": 224}
VIDEO = ("mc3_18", "r2plus1d_18")

UNFOLDED = {"swin_t"}


def import_torchvision():
    """torchvision's wheel is linked to the CUDA build of torch, so beside the CPU build its own operators are
    missing: declare the ones it asks for.
    """
    import torch

    if "library" not in globals():
        library = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        globals()["library"] = library
    import torchvision

    return torchvision


class Result:
    """Wrappers that return tensors where torchvision returns dictionaries."""

    @staticmethod
    def segmentation(model):
        import torch

        class Segmentation(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, x):
                return self.model(x)["out"]

        return Segmentation()


def classification(name):
    def build():
        options = {"weights": None}
        if name in ("googlenet", "inception_v3"):
            options["aux_logits"] = False
            options["init_weights"] = False
        return getattr(import_torchvision().models, name)(**options)

    return build


def made(folder, name, wrap=lambda model: model):
    def build():
        options = {} if folder == "video" else {"weights_backbone": None}
        return wrap(getattr(getattr(import_torchvision().models, folder), name)(weights=None, **options))

    return build


RECIPES = {name: Recipe(classification(name), image(side), fold=name not in UNFOLDED)
           for name, side in CLASSIFICATION.items()}
for name, side in SEGMENTATION.items():
    RECIPES[name] = Recipe(made("segmentation", name, Result.segmentation), image(side))
for name in VIDEO:
    RECIPES[name] = Recipe(made("video", name), signal(1, 3, 8, 112, 112))
