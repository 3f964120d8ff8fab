"""The database's changes over the versions of the product."""
