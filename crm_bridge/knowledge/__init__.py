"""The knowledge base: articles that agents find beside the call."""
