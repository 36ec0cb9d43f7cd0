"""The data map put together: what the rooms declare, against what the product really has."""
