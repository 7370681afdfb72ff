# Thin: what happens is in Scripts/.
.PHONY: release demo test lint format corpus bench fuzz

release: ## the command, with the Swift runtime linked in
	swift build -c release --static-swift-stdlib --product gnomon

demo: ## learn this machine for two minutes, print predicted beside measured latency
	Scripts/demo

test: ## set up what is missing, build, run every test
	Scripts/test

lint: ## style, arrows between rooms, sizes
	Scripts/lint

format: ## rewrite the sources in the project's style
	swift format -i --parallel --configuration .swift-format -r Sources Tests Package.swift

corpus: ## real networks as ONNX files in .corpus/models
	Scripts/corpus

MODEL ?= .corpus/models/resnet50.onnx
PREDICTOR ?= $(or $(XDG_DATA_HOME),$(HOME)/.local/share)/gnomon/predictors/ort-cpu-1t.gnomon
bench: ## predictions per second, on one core
	swift build -c release --package-path Benchmarks
	Benchmarks/.build/release/predictions $(MODEL) $(PREDICTOR)

MINUTES ?= 5
fuzz: ## damaged models by the million, guided by coverage
	Scripts/fuzz $(MINUTES)
