"""Inbound call management: who takes the next call, and why."""
