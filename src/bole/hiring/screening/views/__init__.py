"""Pages of screening: what waits for a person, one screening with its résumé, the rules of an opening."""
