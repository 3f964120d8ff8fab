"""The roof: settings, wiring, command line and migrations. It knows every room; no room knows it."""

__version__ = "0.1.0"
