"""An agent's own work beside the calls: tasks that are due, and notes that need not be typed anew."""
