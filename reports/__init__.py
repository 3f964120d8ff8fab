"""Figures, live and of a day: each has its formula, and each can be opened down to the calls behind it."""
