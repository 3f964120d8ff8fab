"""The only door to Asterisk: its messages become facts, our orders its actions; no header name goes further."""
