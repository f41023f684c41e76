"""Messages: delivery of what other features owe, and the words of events that concern many."""
