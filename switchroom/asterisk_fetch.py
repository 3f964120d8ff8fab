"""Unpacks an Asterisk of Debian into a folder, without root."""
