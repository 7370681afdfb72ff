#!/usr/bin/env python3
"""Compares MACs and parameters of `gnomon inspect` with those of onnx-tool, network by network.

Needs `pip install onnx-tool onnx numpy` and what Scripts/corpus exports.
Usage: Scripts/compare_onnx_tool.py GNOMON MODEL.onnx...
Prints a Markdown table; of onnx-tool, convolutions and matrix products are counted, with and without biases.
"""

import contextlib
import io
import json
import math
import os
import subprocess
import sys

import onnx_tool

# Operators whose MACs both count.
MULTIPLYING = ("Conv", "ConvTranspose", "Gemm", "MatMul")


def by_tool(path):
    """Multiply-accumulates of multiplying operators, those without biases, and parameters."""
    with contextlib.redirect_stdout(io.StringIO()):
        model = onnx_tool.Model(path, {"constant_folding": True, "verbose": False})
        model.graph.shape_infer(None)
        model.graph.profile()
    graph = model.graph
    macs = biases = 0
    for node in graph.nodemap.values():
        if node.op_type in MULTIPLYING:
            macs += int(node.macs[0])
            if node.op_type.startswith(("Conv", "Gemm")) and len(node.input) > 2:
                # It takes each addition of a bias for one more multiply-accumulate.
                biases += math.prod(graph.tensormap[node.output[0]].get_shape())
    return macs, macs - biases, int(graph.params)


def main():
    gnomon, paths = sys.argv[1], sorted(sys.argv[2:])
    print("| network | MACs | onnx-tool | without biases | parameters | onnx-tool |")
    print("|---|--:|--:|--:|--:|--:|")
    for path in paths:
        name = os.path.basename(path).removesuffix(".onnx")
        answer = subprocess.run([gnomon, "inspect", "--json", path], capture_output=True, text=True)
        try:
            ours = json.loads(answer.stdout)["results"][0]
            macs, plain, parameters = by_tool(path)
        except Exception as error:  # noqa: BLE001 - a failing counter is a row, not the end
            print(f"| {name} | fails | {type(error).__name__}: {str(error)[:60]} | | | |", flush=True)
            continue
        print(
            f"| {name} | {ours['macs']:,} | {macs:,} | {plain:,} | {ours['parameters']:,} | {parameters:,} |",
            flush=True)


if __name__ == "__main__":
    main()
