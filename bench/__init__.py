"""Measurements side by side in one run; `make bench` prints them and appends them to `bench/results.md`."""
