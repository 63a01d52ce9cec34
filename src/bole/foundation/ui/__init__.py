"""Components, error pages, language switch: what every page shares and no capability owns."""
