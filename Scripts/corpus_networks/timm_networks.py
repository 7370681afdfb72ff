"""Networks of timm: mixers, hybrids of convolution and attention, and mobile families that torchvision lacks."""

import os

from .recipe import Recipe, image

NAMES = (
    "convnext_atto",
    "deit_tiny_patch16_224",
    "edgenext_small",
    "efficientformer_l1",
    "fbnetc_100",
    "ghostnet_100",
    "hrnet_w18_small",
    "lcnet_100",
    "levit_128",
    "mixer_s32_224",
    "mobileone_s0",
    "mobilevit_s",
    "poolformer_s12",
    "pvt_v2_b0",
    "repvgg_a0",
    "rexnet_100",
    "skresnet18",
    "tf_efficientnet_lite0",
    "tinynet_a",
    "visformer_tiny",
    "xcit_nano_12_p16_224",
)
SIDES = {"mobilevit_s": 256, "edgenext_small": 256, "tinynet_a": 192}


def named(name):
    def build():
        # Read when timm is imported: attention as matrix products, as counted.
        os.environ["TIMM_FUSED_ATTN"] = "0"
        from .vision import import_torchvision

        import_torchvision()
        import timm

        return timm.create_model(name, pretrained=False, exportable=True)

    return build


RECIPES = {name: Recipe(named(name), image(SIDES.get(name, 224))) for name in NAMES}
