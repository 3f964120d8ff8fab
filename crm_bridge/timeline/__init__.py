"""The customer's timeline: each call becomes one interaction, written as the journal is followed."""
