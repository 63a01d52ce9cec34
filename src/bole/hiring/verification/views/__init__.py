"""Pages of checks: the console, the person's own, the sources' callbacks."""
