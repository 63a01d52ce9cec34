"""bole 伯乐: an open, self-hosted platform for interviewing and hiring."""

import os

__version__ = "0.1.0"

# onnxruntime (from 1.29 on) reports its use to its maker unless this is set before it loads. Nothing leaves
# the bank's machine, so it is set here, where every program of bole passes first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# Small matrices are multiplied in several processes: BLAS threads that wait for each other made ratings seven
# times slower beside a second process. Whoever wants more threads sets the variable.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
