"""The CRM: who the caller is, what we remember of them, and one record of each call on the customer."""
