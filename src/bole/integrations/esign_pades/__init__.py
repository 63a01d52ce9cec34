"""The PDF side that every sealer shares: where a signature goes into a file, and what it proves there."""
