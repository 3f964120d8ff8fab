"""The browser's side: HTTP and WebSocket API, the agents' desk and the supervisors' board."""
