"""The networks of the test corpus, one module a source, and what PyTorch counts for them."""
