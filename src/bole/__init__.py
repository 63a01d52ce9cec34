"""bole 伯乐: an open, self-hosted platform for interviewing and hiring."""

__version__ = "0.1.0"
