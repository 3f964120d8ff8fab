"""Scripts: what an agent says and asks in a queue's calls, one step at a time."""
