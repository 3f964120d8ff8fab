"""The CTI server: what a call is, the words every room speaks, the journal, and the only door to Asterisk."""
