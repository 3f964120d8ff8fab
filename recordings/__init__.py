"""What was said: recorded in two channels, kept as long as it may be, played to those allowed."""
