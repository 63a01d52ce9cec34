"""Rules of onboarding without Django: templates, checklists and their dates, progress, materials, figures."""
