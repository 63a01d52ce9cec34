"""Pages of onboarding: the person's, HR's, the manager's, IT's, and what the bank sets."""
