"""bole 伯乐: an open, self-hosted platform for interviewing and hiring."""

import os

__version__ = "0.1.0"

# onnxruntime (from 1.29 on) reports its use to its maker unless this is set before it loads. Nothing leaves
# the bank's machine, so it is set here, where every program of bole passes first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
