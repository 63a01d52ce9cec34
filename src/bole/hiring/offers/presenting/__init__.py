"""How offers are shown. Plain data in, plain data out."""
