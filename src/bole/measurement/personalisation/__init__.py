"""Questions from lines of a résumé: by visible rules, after the core set that is the same for everybody."""
