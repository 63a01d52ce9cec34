"""Rules of re-interviews: which questions are added and why, what a card holds, when somebody is told."""
