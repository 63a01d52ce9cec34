"""The only home of decoders and model runtimes."""
