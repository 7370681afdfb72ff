"""nn-Meter's own pipeline (PyPI nn-meter 2.0) as a peer of the benchmark `predictions`.

Usage: nn_meter_peer.py MODEL.onnx, in an environment with nn-meter, onnx and scikit-learn. Reads a number of predictions a line,
makes them one after another and answers the processor seconds of kernel detection, features and forests: the graph is
converted once, before. The published forests cannot be had from PyPI, so forests of the published sizes are grown on
random rows, as many as the paper sampled; their latencies mean nothing, their speed is that of the published ones.
"""

import json
import sys
import tempfile
import time
import types

# What nn_meter and onnx print must not reach whoever reads the answers.
ANSWERS, sys.stdout = sys.stdout, sys.stderr

import numpy as np
from sklearn.ensemble import RandomForestRegressor

# nn_meter imports these at its top and this pipeline calls none of them.
for name in ("jsonlines", "requests", "tqdm"):
    try:
        __import__(name)
    except ImportError:
        sys.modules[name] = types.ModuleType(name)

import onnx
from nn_meter.ir_converter.utils import onnx_model_to_graph
from nn_meter.kernel_detector import KernelDetector
from nn_meter.predictor.prediction.predict_by_kernel import nn_predict

# Kind: columns, rows, trees, depth, features tried at a split.
FORESTS = {
    "conv-bn-relu": (7, 10_000, 320, 70, 6),
    "dwconv-bn-relu": (7, 5_000, 240, 50, 6),
    "fc": (4, 3_000, 370, 50, 2),
    "maxpool": (5, 3_000, 370, 50, 5),
    "avgpool": (5, 3_000, 370, 50, 5),
    "global-avgpool": (2, 3_000, 370, 50, 2),
    "concat": (6, 3_000, 690, 100, 5),
    "add": (3, 3_000, 370, 50, 2),
    "addrelu": (3, 3_000, 370, 50, 2),
    "relu": (2, 3_000, 370, 50, 2),
    "bn": (2, 3_000, 370, 50, 2),
    "bnrelu": (2, 3_000, 370, 50, 2),
    "hswish": (2, 3_000, 370, 50, 2),
    "se": (2, 3_000, 370, 50, 2),
    "split": (3, 3_000, 370, 50, 2),
    "channelshuffle": (2, 3_000, 370, 50, 2),
}
PAIRS = [("conv", "bn"), ("conv", "relu"), ("dwconv", "bn"), ("dwconv", "relu"), ("bn", "relu"), ("add", "relu"),
         ("fc", "relu"), ("conv", "add")]


def forests():
    dice = np.random.default_rng(0)
    grown = {}
    for kind, (columns, rows, trees, depth, tried) in FORESTS.items():
        x = dice.uniform(1, 512, size=(rows, columns))
        y = np.exp(0.5 * np.log(x).sum(axis=1) / columns) * dice.lognormal(0, 0.1, rows)
        forest = RandomForestRegressor(trees, max_depth=depth, max_features=min(tried, columns), n_jobs=1, random_state=0)
        grown[kind] = forest.fit(x, y)
    return grown


def readable(graph):
    """The graph without what nn-Meter's detector fails at: constants. It knows ReLU6 by the name Relu only."""
    kept = {name: node for name, node in graph.items() if "type" in node["attr"]}
    for node in kept.values():
        node["inbounds"] = [name for name in node["inbounds"] if name in kept]
        if node["attr"]["type"] == "Clip":
            node["attr"]["type"] = "Relu"
    return kept


def main():
    rules = {f"BF_{first}_{second}": {"obey": True} for first, second in PAIRS} | {"MON": {"obey": 0}}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(rules, file)
        file.flush()
        detector = KernelDetector(file.name)
    graph = readable(onnx_model_to_graph(onnx.load(sys.argv[1], load_external_data=False)))
    predictors = forests()

    def predict():
        detector.load_graph(graph)
        return nn_predict(predictors, detector.get_kernels())

    predict()
    kernels = len(detector.get_kernels())
    print(f"ready {kernels} kernels", file=ANSWERS, flush=True)
    for line in sys.stdin:
        start = time.process_time()
        for _ in range(int(line)):
            predict()
        print(time.process_time() - start, file=ANSWERS, flush=True)


main()
