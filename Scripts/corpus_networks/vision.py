"""Networks of torchvision: classification, segmentation, detection, video."""

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
DETECTION = {"ssdlite320_mobilenet_v3_large": 320, "fasterrcnn_mobilenet_v3_large_320_fpn": 320}
VIDEO = ("mc3_18", "r2plus1d_18")

UNFOLDED = {"swin_t"}


def suppress(boxes, scores, threshold):
    """Non-maximum suppression, for the trace only: highest score first, whatever overlaps it goes."""
    import torch

    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    waiting, kept = scores.argsort(descending=True).tolist(), []
    while waiting:
        first, *waiting = waiting
        kept.append(first)
        rest = torch.tensor(waiting, dtype=torch.long)
        corner = torch.maximum(boxes[first, :2], boxes[rest, :2])
        other = torch.minimum(boxes[first, 2:], boxes[rest, 2:])
        common = (other - corner).clamp(min=0).prod(dim=1)
        small = common <= threshold * (areas[first] + areas[rest] - common)
        waiting = rest[small].tolist()
    return torch.tensor(kept, dtype=torch.long)


def present() -> bool:
    return True


def import_torchvision():
    """torchvision's wheel is linked to the CUDA build of torch, so beside the CPU build its own operators are
    missing: declare the ones used here. RoiAlign only gives a tensor of the right shape.
    """
    import torch

    if "library" not in globals():
        library = torch.library.Library("torchvision", "DEF")
        for name in ("nms", "qnms"):
            library.define(name + "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        library.define(
            "roi_align(Tensor input, Tensor rois, float spatial_scale, SymInt pooled_height, "
            "SymInt pooled_width, int sampling_ratio, bool aligned) -> Tensor")
        library.impl("nms", suppress, "CPU")
        library.impl(
            "roi_align",
            lambda input, rois, scale, height, width, ratio, aligned:
                input.new_zeros(rois.shape[0], input.shape[1], height, width), "CPU")
        globals()["library"] = library
    import torchvision
    import torchvision.extension

    # Asked within code that the tracer compiles, so a named function.
    torchvision.extension._has_ops = present
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

    @staticmethod
    def detection(model):
        import torch

        class Detection(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.model = model

            def forward(self, x):
                found = self.model([x[0]])[0]
                return found["boxes"], found["scores"], found["labels"]

        return Detection()


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
for name, side in DETECTION.items():
    RECIPES[name] = Recipe(made("detection", name, Result.detection), image(side), real=True)
for name in VIDEO:
    RECIPES[name] = Recipe(made("video", name), signal(1, 3, 8, 112, 112))
