"""Follow-up questions: what the answers lack, and which probes follow. One rule for all."""
