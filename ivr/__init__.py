"""What a caller hears before a person answers: flows, prompts, speech."""
